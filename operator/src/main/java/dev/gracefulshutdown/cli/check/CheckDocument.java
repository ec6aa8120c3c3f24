package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.diagnose.FindingDocument;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.List;

/**
 * A result as a program reads it.
 *
 * @param exitCode -1 when nobody knows
 * @param took from the first signal to the end
 * @param killed would have heard, and were killed with PID 1
 */
record CheckDocument(
        String image,
        boolean good,
        Outcome outcome,
        String reason,
        int exitCode,
        Duration took,
        Duration grace,
        Duration readyAfter,
        List<String> killed,
        List<Criterion> criteria,
        List<StepRecord> steps,
        FindingDocument diagnosis) {
    static CheckDocument of(Result result) {
        return new CheckDocument(
                result.image(),
                result.isGood(),
                result.outcome(),
                result.report().reason(),
                result.report().exit().code(),
                result.report().sinceFirstSignal(),
                result.grace(),
                result.readyAfter(),
                result.killed(),
                Criterion.of(result),
                result.report().timeline(),
                FindingDocument.of(result.diagnosis()));
    }
}
