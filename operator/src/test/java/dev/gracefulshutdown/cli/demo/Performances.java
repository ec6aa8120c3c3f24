package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ends of the demo's processes that nobody had to wait for. */
final class Performances {
    private Performances() {}

    static Performance of(Role role, Outcome outcome, int code, Duration took) {
        return of(role, outcome, code, took, Duration.ZERO, List.of(), Optional.empty());
    }

    /** One of a drained process that was held and then released. */
    static Performance released(Role role) {
        return of(
                role,
                Outcome.FORCED,
                137,
                Duration.ofMillis(15_100),
                Duration.ofSeconds(2),
                List.of(new Told(Duration.ofSeconds(3), Notice.HELD, Set.of())),
                Optional.of(Duration.ofMillis(13_050)));
    }

    static Performance of(
            Role role,
            Outcome outcome,
            int code,
            Duration took,
            Duration drainDelay,
            List<Told> told,
            Optional<Duration> released) {
        ShutdownReport report = new ShutdownReport(
                role.name(),
                Optional.of(outcome),
                "in the words of its end",
                new ExitStatus.Code(code),
                List.of(),
                told,
                Instant.EPOCH,
                took,
                drainDelay,
                true);
        return new Performance(role, "policy " + role.name(), report, released, false);
    }
}
