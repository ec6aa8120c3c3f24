package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.diagnosis.Prospect;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.List;

/**
 * What a policy would come to, as a program reads it.
 *
 * @param policy its name
 * @param expected {@code Ends}, {@code Perhaps}, {@code Loses}, {@code Killed}, {@code Unknown}
 * @param words the same in words
 * @param longest when SIGKILL would come or be held back, maxExtension included
 * @param steps were nobody to leave before
 */
public record ProspectDocument(
        String policy, String expected, String words, Duration longest, List<Step> steps, List<String> assumptions) {

    /**
     * One signal.
     *
     * @param to as the container names them; empty when nobody is left to hear it
     */
    public record Step(Duration at, Signal signal, List<String> to, Hearing hearing, StepRecord.Result delivery) {}

    static ProspectDocument of(String policy, Prospect prospect) {
        return new ProspectDocument(
                policy,
                prospect.expectation().label(),
                prospect.words(),
                prospect.longest(),
                prospect.steps().stream()
                        .map(s -> new Step(s.at(), s.signal(), s.to(), s.hearing(), s.delivery()))
                        .toList(),
                prospect.assumptions());
    }
}
