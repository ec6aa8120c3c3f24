package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Which of a workload's pods are looked at: those that tell most about the next rollout, and are old enough to be judged. */
final class Candidates {
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final int MOST = 2;

    private Candidates() {}

    /** One, and another for the case that the first vanishes or can't be judged. */
    static List<PodView> of(List<Pod> pods, Instant now) {
        Comparator<PodView> order = Comparator.comparing(PodView::isReady)
                .thenComparing(p -> created(p).isBefore(now.minus(SETTLED)))
                .thenComparing(Candidates::created)
                .reversed();
        return pods.stream()
                .map(PodView::new)
                .filter(PodView::isRunning)
                .sorted(order)
                .limit(MOST)
                .toList();
    }

    private static Instant created(PodView pod) {
        return Instant.parse(pod.pod().getMetadata().getCreationTimestamp());
    }
}
