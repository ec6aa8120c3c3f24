package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.ladder.Ladder;
import java.util.List;

/**
 * A ladder, and what had to be assumed for it.
 *
 * @param assumptions in words, for people: {@code "grace period 10s (assumed)"}
 */
public record Plan(Ladder ladder, List<String> assumptions) {
    public Plan {
        assumptions = List.copyOf(assumptions);
    }
}
