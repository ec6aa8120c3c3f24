package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import java.time.Duration;
import java.util.Set;

/**
 * What the cluster's administrator allows policies at the most. Admission refuses what goes beyond; what is there all the
 * same, from a time before the limit or with admission away, is cut when it is carried out.
 *
 * @param maxCeiling the longest that a pod's shutdown may take
 * @param maxExtension the most that {@code maxExtension} may say
 * @param holdNamespaces where {@code onDeadline: Hold} may be; {@code *} is everywhere
 */
public record Limits(Duration maxCeiling, Duration maxExtension, Set<String> holdNamespaces) {
    private static final String EVERYWHERE = "*";

    /** What holds where nobody says anything else. */
    public static final Limits DEFAULTS = new Limits(Duration.ofHours(1), Duration.ofHours(1), Set.of(EVERYWHERE));

    public Limits {
        holdNamespaces = Set.copyOf(holdNamespaces);
    }

    /**
     * Whether policies may hold there.
     *
     * @param namespace empty for the whole cluster
     */
    public boolean mayHold(String namespace) {
        return holdNamespaces.contains(EVERYWHERE) || holdNamespaces.contains(namespace);
    }

    /** The ladder as far as it is allowed in that namespace. */
    public Ladder within(String namespace, Ladder ladder) {
        if (ladder.kill().isPresent()) {
            return ladder;
        }
        Ladder allowed = new Ladder(
                ladder.kill(),
                ladder.drainDelay(),
                ladder.steps(),
                ladder.gracePeriod(),
                ladder.onUndeliverable(),
                ladder.extendWhile(),
                ladder.maxExtension().compareTo(maxExtension) <= 0 ? ladder.maxExtension() : maxExtension,
                mayHold(namespace) ? ladder.onDeadline() : OnDeadline.KILL);
        return allowed.compressedTo(maxCeiling);
    }
}
