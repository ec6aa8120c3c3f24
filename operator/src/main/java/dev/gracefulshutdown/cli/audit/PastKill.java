package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.diagnosis.Expectation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An exit with 137 that the API still shows: a container that was restarted in its pod, or ended with it. Those of replaced pods
 * are gone with them.
 *
 * @param pod whose
 * @param finishedAt as the kubelet says
 * @param cause what explains it
 * @param words for people
 */
record PastKill(String pod, String container, String finishedAt, Cause cause, String words) {
    private static final int KILLED = 137;

    /** What explains an exit with 137. The API says neither when a stop began nor who sent SIGKILL. */
    enum Cause {
        /** Nobody hears, and the kubelet had a reason to stop it. */
        EXPLAINED("Explained"),
        /** Nobody hears, so any stop ends so; that there was one is not seen. */
        FITS("Fits"),
        OUT_OF_MEMORY("OutOfMemory"),
        /** It hears, or that is not known. */
        UNEXPLAINED("Unexplained");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /** As it stands in documents. */
        String label() {
            return label;
        }
    }

    /** All of one container in all pods of its workload. */
    static List<PastKill> of(List<PodView> pods, String container, Expectation expectation) {
        return pods.stream()
                .flatMap(pod -> pod.status(container).stream()
                        .flatMap(PastKill::ends)
                        .filter(end -> Objects.equals(end.getExitCode(), KILLED))
                        .map(end -> of(pod, container, end, expectation)))
                .toList();
    }

    private static Stream<ContainerStateTerminated> ends(ContainerStatus status) {
        return Stream.of(Optional.ofNullable(status.getLastState()), Optional.ofNullable(status.getState()))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull);
    }

    private static PastKill of(PodView pod, String container, ContainerStateTerminated end, Expectation expectation) {
        boolean deaf = expectation == Expectation.KILLED;
        Optional<String> stopped = stopped(pod, container);
        if ("OOMKilled".equals(end.getReason())) {
            return of(pod, container, end, Cause.OUT_OF_MEMORY, "out of memory, not a stop");
        }
        if (!deaf) {
            return of(
                    pod,
                    container,
                    end,
                    Cause.UNEXPLAINED,
                    expectation == Expectation.UNKNOWN
                            ? "whether it hears is not known"
                            : "not by deafness: it took longer than its grace period, or something else killed it");
        }
        return stopped.map(why -> of(
                        pod,
                        container,
                        end,
                        Cause.EXPLAINED,
                        "explained: nobody hears, so a stop ends in SIGKILL, and " + why))
                .orElseGet(
                        () -> of(
                                pod,
                                container,
                                end,
                                Cause.FITS,
                                "fits: nobody hears, so every stop ends in SIGKILL; that it was one is not seen (or memory ran out, unreported)"));
    }

    private static PastKill of(PodView pod, String container, ContainerStateTerminated end, Cause cause, String words) {
        return new PastKill(pod.name(), container, Objects.requireNonNullElse(end.getFinishedAt(), ""), cause, words);
    }

    /** What makes a kubelet stop this container. */
    private static Optional<String> stopped(PodView pod, String name) {
        return pod.stoppedBecause()
                .map(reason -> "its pod was stopped: " + reason)
                .or(() -> pod.containers().stream()
                        .filter(c -> c.getName().equals(name))
                        .filter(PastKill::isProbed)
                        .findFirst()
                        .map(c -> "its probe makes the kubelet stop it where it stands"));
    }

    private static boolean isProbed(Container container) {
        return container.getLivenessProbe() != null || container.getStartupProbe() != null;
    }
}
