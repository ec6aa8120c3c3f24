package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.diagnosis.StopDefaults.Source;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the kubelet stops one container (pkg/kubelet/kuberuntime, killContainer): the hook, then the stop signal, then SIGKILL
 * at the end of the pod's grace period; the signal gets two seconds at least, with a grace period of 0 too (measured).
 *
 * @param stop the signal, and the time from it to SIGKILL
 * @param killedAfter from the start of the deletion to SIGKILL
 * @param hook what runs before the signal
 * @param notes what else is worth knowing
 */
record StopTerms(StopDefaults stop, Duration killedAfter, Hook hook, List<String> notes) {
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final long USUAL_GRACE = 30;

    StopTerms {
        notes = List.copyOf(notes);
    }

    static StopTerms of(PodView pod, Container container) {
        List<String> notes = new ArrayList<>();
        Duration grace = Duration.ofSeconds(
                Objects.requireNonNullElse(pod.spec().getTerminationGracePeriodSeconds(), USUAL_GRACE));
        Hook hook = Hook.of(container);
        if (grace.isZero()) {
            notes.add(
                    "terminationGracePeriodSeconds is 0: the pod's object is gone at once, before its containers are.");
        }
        about(hook, grace, notes);
        if (pod.isSidecar(container.getName())) {
            notes.add(
                    "A sidecar: its signal comes when the main containers have ended, and it gets what they leave of the"
                            + " pod's grace period.");
        }
        if (pod.isOnHostPids()) {
            notes.add("hostPID: it sees all processes of its node; only those of its own cgroup were looked at.");
        }
        Duration before = hook instanceof Hook.Sleep(Duration time) ? time : Duration.ZERO;
        Duration left = longer(grace.minus(before), LEAST);
        return new StopTerms(signal(pod, container, left, notes), before.plus(left), hook, notes);
    }

    private static void about(Hook hook, Duration grace, List<String> notes) {
        switch (hook) {
            case Hook.Own(String what) ->
                notes.add("Its preStop hook (" + what + ") runs first, within the " + Durations.format(grace)
                        + ", and may end it by itself; what that does is not seen.");
            case Hook.Sleep(Duration time) ->
                notes.add("Its preStop hook sleeps " + Durations.format(time) + " of the " + Durations.format(grace)
                        + " before the signal.");
            case Hook.None _ -> {}
        }
    }

    /**
     * What the runtime reports is what it sends. A {@code lifecycle.stopSignal} that it does not report back it does not know
     * (containerd before 2.3, CRI-O before 1.33), and drops.
     */
    private static StopDefaults signal(PodView pod, Container container, Duration left, List<String> notes) {
        Optional<Signal> reported = pod.status(container.getName())
                .map(ContainerStatus::getStopSignal)
                .flatMap(Signal::parse);
        Optional<Signal> asked = Optional.ofNullable(container.getLifecycle())
                .map(Lifecycle::getStopSignal)
                .flatMap(Signal::parse);
        if (reported.isPresent()) {
            return new StopDefaults(
                    reported.get(), asked.equals(reported) ? Source.CONTAINER : Source.RUNTIME, left, Source.POD);
        }
        asked.filter(s -> !s.equals(Signal.TERM))
                .ifPresent(
                        s -> notes.add("lifecycle.stopSignal is " + s + ", and the node's runtime does not confirm it"
                                + " (status.containerStatuses.stopSignal is empty): older ones drop it and send SIGTERM, or the"
                                + " image's STOPSIGNAL. SIGTERM is what was judged."));
        return new StopDefaults(Signal.TERM, Source.ASSUMED, left, Source.POD);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
