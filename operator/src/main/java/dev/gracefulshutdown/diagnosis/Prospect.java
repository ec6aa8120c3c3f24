package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.List;

/**
 * What a policy would come to.
 *
 * @param steps what would be sent, when, to whom, SIGKILL at the end included, were nobody to leave before
 * @param expectation how it would end
 * @param words the same in few words: {@code ends by itself after SIGINT at 20s}
 * @param longest when SIGKILL would come or be held back, maxExtension included; from the first signal
 * @param assumptions what had to be assumed, in words
 */
public record Prospect(
        List<StepRecord> steps, Expectation expectation, String words, Duration longest, List<String> assumptions) {
    public Prospect {
        steps = List.copyOf(steps);
        assumptions = List.copyOf(assumptions);
    }
}
