package dev.gracefulshutdown.matching;

import java.util.List;
import java.util.Optional;

/**
 * Whose a pod is.
 *
 * @param winner the policy that holds for it; empty when none matches
 * @param losers those that match it too, the next best first
 */
public record Match(Optional<EffectivePolicy> winner, List<EffectivePolicy> losers) {
    /** No policy matches. */
    public static final Match NONE = new Match(Optional.empty(), List.of());

    public Match {
        losers = List.copyOf(losers);
    }

    /** @param matching all that match, in any order */
    static Match of(List<EffectivePolicy> matching) {
        if (matching.isEmpty()) {
            return NONE;
        }
        List<EffectivePolicy> ordered =
                matching.stream().sorted(EffectivePolicy.PRECEDENCE).toList();
        return new Match(Optional.of(ordered.getFirst()), ordered.subList(1, ordered.size()));
    }

    /** What each loser is told. */
    public List<Conflict> conflicts() {
        return winner.map(w -> losers.stream().map(l -> new Conflict(l, w)).toList())
                .orElse(List.of());
    }
}
