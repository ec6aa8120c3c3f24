package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** How long containers that are handed over wait for their first signal. */
final class FirstSignals {
    private final Timer timer;

    FirstSignals(MeterRegistry metrics) {
        timer = Timer.builder("graceful_hand_over_first_signal")
                .description("From the kubelet's call, or a sidecar's turn, to the first signal, without drainDelay")
                .publishPercentiles(0.5, 0.99)
                // A quantile of the last two minutes would be missing whenever somebody looks.
                .distributionStatisticExpiry(Duration.ofHours(1))
                .register(metrics);
    }

    /**
     * Of a ladder that is over. One that sent nothing doesn't count, nor one whose first step nobody could hear: that is found
     * by two looks 200 ms apart (rule 7), which is no wait for a signal.
     *
     * @param due when the container was to be asked
     */
    void count(Instant due, ShutdownReport report) {
        report.timeline().stream()
                .filter(step -> step.sentBy() == SentBy.AGENT)
                .findFirst()
                .filter(step -> step.delivery() != Result.UNDELIVERABLE)
                .map(first -> Duration.between(due, report.startedAt().plus(first.at())))
                .ifPresent(timer::record);
    }
}
