package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstSignalsTest {
    private static final Instant CALLED = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FirstSignals signals = new FirstSignals(metrics);

    @Test
    void theTimeFromTheCallToTheFirstSignalCountsWithoutTheDrainDelay() {
        signals.count(
                CALLED,
                report(
                        step(3, Signal.TERM, SentBy.AGENT, Result.DELIVERED),
                        step(900, Signal.KILL, SentBy.AGENT, Result.DELIVERED)));

        assertThat(timer().count()).isEqualTo(1);
        assertThat(timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(10);
    }

    @Test
    void whoCouldNotBeAskedIsNotCounted() {
        signals.count(
                CALLED,
                report(
                        step(200, Signal.TERM, SentBy.AGENT, Result.UNDELIVERABLE),
                        step(201, Signal.KILL, SentBy.AGENT, Result.DELIVERED)));

        assertThat(timer().count()).isZero();
    }

    @Test
    void whoSentNothingIsNotCounted() {
        signals.count(CALLED, report());
        signals.count(CALLED, report(step(0, Signal.TERM, SentBy.RUNTIME, Result.DELIVERED)));

        assertThat(timer().count()).isZero();
    }

    private Timer timer() {
        return metrics.get("graceful_hand_over_first_signal").timer();
    }

    private static StepRecord step(long at, Signal signal, SentBy by, Result result) {
        return new StepRecord(Duration.ofMillis(at), signal, by, List.of("1 a"), Hearing.CATCHES, result);
    }

    /** Its ladder began 7 ms after the call, and might send 5 s later. */
    private static ShutdownReport report(StepRecord... steps) {
        return new ShutdownReport(
                "a",
                Optional.of(Outcome.GRACEFUL),
                "",
                new ExitStatus.Code(0),
                List.of(steps),
                List.of(),
                CALLED.plusMillis(7),
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                true);
    }
}
