package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.List;

/** Steps as they are in most timelines. */
final class Steps {
    private Steps() {}

    static StepRecord heard(int millis, Signal signal, String to) {
        return new StepRecord(
                Duration.ofMillis(millis),
                signal,
                StepRecord.SentBy.AGENT,
                List.of(to),
                Hearing.CATCHES,
                StepRecord.Result.DELIVERED);
    }

    static StepRecord unheard(int millis, Signal signal) {
        return new StepRecord(
                Duration.ofMillis(millis),
                signal,
                StepRecord.SentBy.RUNTIME,
                List.of(),
                Hearing.DEAF,
                StepRecord.Result.UNDELIVERABLE);
    }
}
