package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How containers ended where the kernel does not tell: before Linux 6.15 it tells nobody but the parent. The kubelet writes it
 * into the pod's status a moment later, and with a pod that is deleted only just before that is gone. For any number of threads.
 */
final class LateExits {
    static final String OUT_OF_MEMORY = "OOMKilled";

    private record Open(Subject subject, RunningShutdown shutdown) {}

    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, ContainerStateTerminated> ends = new ConcurrentHashMap<>();

    /** A ladder is over; remembered where nobody could tell how. */
    void over(Subject subject, RunningShutdown shutdown, ShutdownReport report) {
        if (report.exit() instanceof ExitStatus.Unknown && report.outcome().equals(Optional.of(Outcome.FAILED))) {
            open.put(subject.id(), new Open(subject, shutdown));
        }
    }

    /** Whether somebody may still tell. */
    boolean isAwaited(Subject subject) {
        return open.containsKey(subject.id());
    }

    /** A pod as it is, or was at last. */
    void seen(Pod pod) {
        open.values().stream()
                .map(Open::subject)
                .filter(subject -> subject.podUid().equals(pod.getMetadata().getUid()))
                .forEach(subject -> of(pod, subject).ifPresent(end -> ends.put(subject.id(), end)));
    }

    /** What it has come to, once it is told. */
    Optional<ShutdownReport> told(Subject subject) {
        return Optional.ofNullable(open.get(subject.id()))
                .flatMap(it -> Optional.ofNullable(ends.get(subject.id()))
                        .map(end -> it.shutdown()
                                .judged(
                                        ExitStatus.ofEngineCode(end.getExitCode()),
                                        OUT_OF_MEMORY.equals(end.getReason()))));
    }

    void forget(Subject subject) {
        open.remove(subject.id());
        ends.remove(subject.id());
    }

    /** How that very run of the container ended, where the pod's status tells. */
    static Optional<ContainerStateTerminated> of(Pod pod, Subject subject) {
        return PodContainers.status(pod, subject.container()).stream()
                .flatMap(status ->
                        Stream.of(Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState())))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .filter(it -> it.getContainerID() != null && it.getContainerID().endsWith(subject.containerId()))
                .findFirst();
    }
}
