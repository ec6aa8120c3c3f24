package dev.gracefulshutdown.operator.restart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides a restart by replacing pods.
 *
 * <ol>
 *   <li>Old is a pod that was created until the moment when the restart began; every old pod is evicted once, no other ever.
 *   <li>Away is what the workload lacks: the pods it is meant to have, less those that are ready and not ending. No eviction
 *       of a ready pod makes that more than {@code maxUnavailable}.
 *   <li>An old pod that isn't ready is away already: it goes first, while at most {@code maxUnavailable} replacements are
 *       awaited, so that a workload that is broken can be restarted too.
 *   <li>A StatefulSet's pods go from the highest ordinal down, as its own updates do; others by age. Its pods that aren't
 *       ready go from the lowest up: its controller creates none above one that isn't ready, so the lowest one goes even
 *       while others are awaited, if nothing else can come before (Kubernetes, "Forced rollback").
 *   <li>It is over when no old pod is left and all that are meant to be there are ready.
 * </ol>
 */
public record ReplaceRule(int maxUnavailable, boolean byOrdinal) {
    /**
     * What comes next.
     *
     * @param until the creation time of the newest pod that there was at the beginning
     * @param desired how many pods the workload is meant to have
     */
    public RestartStep decide(Instant until, int desired, List<PodView> pods) {
        List<PodView> old =
                pods.stream().filter(p -> !p.created().isAfter(until)).toList();
        int available = (int) pods.stream().filter(PodView::available).count();
        if (old.isEmpty()) {
            return available >= desired
                    ? new RestartStep.Done()
                    : new RestartStep.Wait(available + " of " + desired + " pods are ready");
        }
        boolean held = byOrdinal && pods.size() < desired && pods.stream().noneMatch(PodView::terminating);
        List<PodView> next = next(old, desired - available, held);
        return next.isEmpty()
                ? new RestartStep.Wait(old.size() + " pods are left; " + available + " of " + desired + " are ready")
                : new RestartStep.Next(next);
    }

    /** @param held whether pods are missing that won't be created before an old one has gone */
    private List<PodView> next(List<PodView> old, int away, boolean held) {
        List<PodView> candidates = old.stream()
                .filter(p -> !p.terminating())
                .sorted(PodView.order(byOrdinal))
                .toList();
        long broken = candidates.stream().filter(p -> !p.ready()).count();
        long awaited = Math.max(0, away - broken);
        List<PodView> next = new ArrayList<>();
        for (PodView pod : candidates) {
            long room =
                    pod.ready() ? maxUnavailable - Math.max(0, away) : Math.max(maxUnavailable - awaited, held ? 1 : 0);
            if (next.size() < room) {
                next.add(pod);
            }
        }
        return next;
    }
}
