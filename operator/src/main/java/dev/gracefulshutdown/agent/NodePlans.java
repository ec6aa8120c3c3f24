package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Limits;
import dev.gracefulshutdown.plan.PodPlans;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.runtime.linux.Program;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a policy and a container of this node to its ladder, within what the kubelet gives. */
record NodePlans(LinuxNode node, Limits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(NodePlans.class);
    private static final String AUTO = "Auto";
    private static final Program UNKNOWN = new Program("", List.of());

    /** Ours must come before the kubelet's own SIGKILL. */
    private static final Duration AHEAD = Duration.ofMillis(500);

    /** The ladder; empty, and said, when the policy makes none for this container. */
    Optional<Ladder> ladder(Pod pod, Container container, String containerId, EffectivePolicy policy) {
        try {
            Ladder whole = inPlace(pod, container, containerId, policy.settingsFor(container.getName()));
            return Optional.of(within(pod, container, whole));
        } catch (InvalidPlanException | UnknownProfileException e) {
            LOG.atError()
                    .addKeyValue("namespace", pod.getMetadata().getNamespace())
                    .addKeyValue("pod", pod.getMetadata().getName())
                    .addKeyValue("container", container.getName())
                    .addKeyValue("policy", policy.source().display())
                    .addKeyValue("error", e.getMessage())
                    .log("the policy makes no ladder for this container: left to the kubelet");
            return Optional.empty();
        }
    }

    /**
     * The ladder where the pod stays, so that the kubelet ends nothing by itself.
     *
     * @throws InvalidPlanException when the settings make none
     * @throws UnknownProfileException for a profile that there is not
     */
    Ladder inPlace(Pod pod, Container container, String containerId, StopSettings settings)
            throws InvalidPlanException {
        Program program =
                AUTO.equals(settings.profile()) ? node.program(containerId).orElse(UNKNOWN) : UNKNOWN;
        var profile = ProfileChoice.of(settings, program.comm(), program.arguments());
        Ladder whole =
                PodPlans.plan(container, HandOver.grace(pod), settings, profile).ladder();
        return limits.within(pod.getMetadata().getNamespace(), whole);
    }

    /** What a stop of this container begins with; empty where the policy makes no ladder, which the operator tells. */
    Optional<Signal> firstSignal(Pod pod, String container, EffectivePolicy policy) {
        Optional<Container> found = PodContainers.named(pod, container);
        Optional<String> id = PodContainers.id(pod, container);
        if (found.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        try {
            return inPlace(pod, found.get(), id.get(), policy.settingsFor(container)).steps().stream()
                    .map(Step::signal)
                    .findFirst();
        } catch (InvalidPlanException | UnknownProfileException e) {
            return Optional.empty();
        }
    }

    private static Ladder within(Pod pod, Container container, Ladder ladder) {
        if (isDeleted(pod)) {
            Duration given = Duration.ofSeconds(Objects.requireNonNullElse(
                    pod.getMetadata().getDeletionGracePeriodSeconds(),
                    HandOver.grace(pod).toSeconds()));
            return ladder.compressedTo(given.minus(AHEAD));
        }
        // A probe, an eviction or the node's shutdown: nobody has to be drained for.
        Duration given = probeGrace(container).orElse(HandOver.grace(pod));
        return ladder.undrained().compressedTo(given.minus(AHEAD));
    }

    private static Optional<Duration> probeGrace(Container container) {
        return Optional.ofNullable(container.getLivenessProbe())
                .flatMap(probe -> Optional.ofNullable(probe.getTerminationGracePeriodSeconds()))
                .map(Duration::ofSeconds);
    }

    /** Whether somebody has deleted it: drain, rollout, {@code kubectl delete}; not a probe, nor the node's pressure. */
    static boolean isDeleted(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }
}
