package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.ShutdownSpec.PodRef;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.restart.InPlaceRule.Sight;
import dev.gracefulshutdown.operator.restart.InPlaceRule.State;
import dev.gracefulshutdown.operator.restart.PodView;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Restarts containers in their pods: a request for each pod, which the agent of its node carries out. */
record InPlaceRestart(KubernetesClient client, Records records, Clock clock) {
    /** The kubelet starts a container that ended again with a delay, until it has run for so long (crash back-off). */
    private static final Duration BACK_OFF = Duration.ofMinutes(10);

    private static final String ALWAYS = "Always";
    private static final int LONGEST_NAME = 253;

    /**
     * Whether it may begin.
     *
     * @throws RefusedException when the kubelet would not start the containers again, or not at once
     */
    void check(List<Pod> pods, Progress progress) throws RefusedException {
        for (Pod pod : pods) {
            String restarts = Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), ALWAYS);
            if (!restarts.equals(ALWAYS)) {
                throw new RefusedException(Refusal.forGood(
                        Reason.NOT_POSSIBLE,
                        "spec.rollout.method: InPlace needs restartPolicy Always, and pod "
                                + pod.getMetadata().getName() + " has " + restarts + "; use Replace"));
            }
        }
        Instant now = clock.instant();
        Optional<Instant> youngest = pods.stream()
                .flatMap(InPlaceRestart::mains)
                .filter(status -> Objects.requireNonNullElse(status.getRestartCount(), 0) > 0)
                .flatMap(status -> startedAt(status).stream())
                .filter(at -> at.plus(BACK_OFF).isAfter(now))
                .max(Instant::compareTo);
        if (youngest.isPresent()) {
            Instant from = youngest.get().plus(BACK_OFF);
            progress.again(Duration.between(now, from).plusSeconds(1));
            throw new RefusedException(Refusal.until(
                    Reason.BACK_OFF,
                    "spec.restartNonce: containers were started again at " + youngest.get()
                            + ", and for 10 minutes the kubelet would delay their next start; the restart in place begins at "
                            + from + ", or use spec.rollout.method Replace"));
        }
    }

    /** How far a pod is. */
    Sight sight(Pod pod, PodView view, String nonce, Instant began) {
        return new Sight(view, state(records.get(pod.getMetadata().getNamespace(), name(view, nonce)), pod, began));
    }

    static State state(Optional<Shutdown> request, Pod pod, Instant began) {
        if (request.isEmpty()) {
            // Nobody is asked in the second in which a restart begins: a start in that second is an old one.
            return hasStartedSince(pod, began.plusSeconds(1)) ? State.DONE : State.OLD;
        }
        ShutdownStatus status = request.get().getStatus();
        if (InPlace.phase(request.get()) != Phase.FINISHED || status == null) {
            return State.ASKED;
        }
        if (status.outcome() == Outcome.FAILED) {
            return State.FAILED;
        }
        // The kubelet tells a moment later that the containers have ended.
        Instant asked = Objects.requireNonNullElse(status.startedAt(), began);
        return hasStartedSince(pod, asked) ? State.DONE : State.ASKED;
    }

    /** Starts are told in whole seconds, cut off. */
    private static boolean hasStartedSince(Pod pod, Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return mains(pod).findAny().isPresent()
                && mains(pod)
                        .allMatch(status -> startedAt(status)
                                .filter(at -> !at.isBefore(second))
                                .isPresent());
    }

    /** Asks for one pod; once, however often it is called. */
    void ask(GracefulShutdownPolicy policy, Pod pod, PodView view, String nonce) {
        Shutdown request = new Shutdown();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(name(view, nonce))
                .build());
        request.setSpec(new ShutdownSpec(
                Origin.REQUESTED,
                new PodRef(view.name(), view.uid()),
                null,
                pod.getSpec().getContainers().stream().map(Container::getName).toList(),
                policy.getMetadata().getName(),
                null,
                Cause.RESTART,
                null,
                null));
        try {
            var _ = client.resource(request).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    /** The same whenever it is made. */
    static String name(PodView pod, String nonce) {
        String hash = "%08x".formatted(Objects.hash(pod.uid(), nonce));
        int room = LONGEST_NAME - hash.length() - 1;
        return (pod.name().length() > room ? pod.name().substring(0, room) : pod.name()) + "-" + hash;
    }

    private static Stream<ContainerStatus> mains(Pod pod) {
        return pod.getStatus() == null ? Stream.empty() : pod.getStatus().getContainerStatuses().stream();
    }

    private static Optional<Instant> startedAt(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .flatMap(state -> Optional.ofNullable(state.getRunning()))
                .flatMap(running -> Optional.ofNullable(running.getStartedAt()))
                .map(Instant::parse);
    }
}
