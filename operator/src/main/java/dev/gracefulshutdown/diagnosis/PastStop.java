package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;

/**
 * One earlier shutdown of the same container or workload.
 *
 * @param outcome how it ended
 * @param heard somebody was there to hear the first signal
 * @param took from the first signal to the end
 */
public record PastStop(Outcome outcome, boolean heard, Duration took) {
    boolean endedByItself() {
        return outcome == Outcome.GRACEFUL;
    }

    /** Heard, and killed all the same. */
    boolean wasWithoutEffect() {
        return heard && outcome == Outcome.FORCED;
    }
}
