package dev.gracefulshutdown.host;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A shutdown that somebody else drove from its beginning to its end: it is recorded all the same. */
public final class OthersEnd {
    private OthersEnd() {}

    /**
     * As it looks from outside.
     *
     * @param exit of the run that ended
     * @param sent the signal that the engine told of
     * @param by the process of ours that drove it; empty for one that we know nothing of
     * @param startedAt when it was seen first
     */
    public static ShutdownReport report(
            String container,
            ExitStatus exit,
            Optional<Signal> sent,
            Optional<Holder> by,
            Instant startedAt,
            Instant now) {
        return new ShutdownReport(
                container,
                Optional.of(exit.isSigkill() ? Outcome.FORCED : Outcome.GRACEFUL),
                how(exit, sent, by) + by.map(h -> ", stopped by " + h.words()).orElse(""),
                exit,
                sent.stream().map(OthersEnd::step).toList(),
                List.of(),
                startedAt,
                Duration.between(startedAt, now),
                Duration.ZERO,
                true);
    }

    private static String how(ExitStatus exit, Optional<Signal> sent, Optional<Holder> by) {
        if (exit.isSigkill()) {
            return "killed by SIGKILL (137)" + (by.isPresent() ? "" : ", not by this shutdown");
        }
        return exit instanceof ExitStatus.Unknown
                ? "ended, its exit code is unknown"
                : "exited by itself" + sent.map(s -> " after " + s).orElse("");
    }

    private static StepRecord step(Signal sent) {
        return new StepRecord(Duration.ZERO, sent, SentBy.RUNTIME, List.of(), Hearing.UNKNOWN, Result.ASSUMED);
    }
}
