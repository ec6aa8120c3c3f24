package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one shutdown, while it runs or after it.
 *
 * @param id as it was started
 * @param outcome empty while it runs, but for Held
 * @param reason in words
 * @param exit Unknown while it runs
 * @param timeline what was done, in order
 * @param told what people must be told, in order
 * @param startedAt by the wall clock, for people
 * @param took since its start
 * @param drainDelay how much of that passed before the first signal might be sent
 * @param finished nothing more will happen
 */
public record ShutdownReport(
        String id,
        Optional<Outcome> outcome,
        String reason,
        ExitStatus exit,
        List<StepRecord> timeline,
        List<Told> told,
        Instant startedAt,
        Duration took,
        Duration drainDelay,
        boolean finished) {
    public ShutdownReport {
        timeline = List.copyOf(timeline);
        told = List.copyOf(told);
    }

    /** What people must be told, without the when. */
    public List<Notice> notices() {
        return told.stream().map(Told::notice).toList();
    }

    /** The same time as {@link #took}, on the clock of the timeline. */
    public Duration sinceFirstSignal() {
        return took.minus(drainDelay);
    }
}
