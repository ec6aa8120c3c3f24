package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.handover.PodContainers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whose turn it is in a pod: the kubelet calls the hooks of sidecars at once, but they end after the main containers, the
 * last one first (Kubernetes, "Sidecar Containers").
 */
record Turns(Ladders ladders) {
    /** A sidecar of a pod that is not deleted may be restarted alone: are its main containers called for too? */
    private static final Duration MAINS_TOO = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Returns when the container may be asked.
     *
     * @return whether there was anybody to wait for
     */
    boolean await(Pod pod, String container) {
        List<String> sidecars =
                PodContainers.sidecars(pod).stream().map(Container::getName).toList();
        if (!sidecars.contains(container)) {
            return false;
        }
        List<String> mains =
                PodContainers.mains(pod).stream().map(Container::getName).toList();
        if (!NodePlans.isDeleted(pod) && !areAskedToo(pod, mains)) {
            return false;
        }
        CompletableFuture<?>[] gone = Stream.concat(
                        mains.stream(), sidecars.subList(0, sidecars.indexOf(container)).stream())
                .flatMap(name -> PodContainers.id(pod, name).stream())
                .map(ladders::gone)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(gone).join();
        return true;
    }

    private boolean areAskedToo(Pod pod, List<String> mains) {
        return seen(
                        MAINS_TOO,
                        () -> mains.stream()
                                .flatMap(name -> PodContainers.id(pod, name).stream())
                                .filter(ladders::isRunning)
                                .findFirst())
                .isPresent();
    }

    /** Looks until something is there, or the time is over. */
    static <T> Optional<T> seen(Duration atMost, Supplier<Optional<T>> look) {
        long until = System.nanoTime() + atMost.toNanos();
        Optional<T> seen = look.get();
        while (seen.isEmpty() && System.nanoTime() < until) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            seen = look.get();
        }
        return seen;
    }
}
