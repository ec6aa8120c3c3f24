package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One actor that is being stopped. */
final class Act {
    /** Since the start: nobody is there to release what a policy holds back, so the demo does it. */
    private static final Duration HELD_UNTIL = Duration.ofSeconds(15);

    /** For a Hold that begins late. */
    private static final Duration HELD_AT_LEAST = Duration.ofSeconds(3);

    private final Actor actor;
    private final Assignment assignment;
    private final RunningShutdown shutdown;
    private final LiveProgress.Line line;
    private Optional<Duration> released = Optional.empty();

    Act(Actor actor, Assignment assignment, RunningShutdown shutdown, LiveProgress.Line line) {
        this.actor = actor;
        this.assignment = assignment;
        this.shutdown = shutdown;
        this.line = line;
    }

    CompletableFuture<?> done() {
        return shutdown.done();
    }

    /** A moment has passed. */
    void tick() {
        ShutdownReport report = shutdown.report();
        if (report.finished()) {
            return;
        }
        line.tick(text(actor.role(), report) + "   " + Seconds.aligned(shutdown.elapsed()));
        if (released.isEmpty() && isHeldTooLong(report)) {
            released = Optional.of(sinceFirstSignal());
            shutdown.release();
        }
    }

    private boolean isHeldTooLong(ShutdownReport report) {
        return shutdown.elapsed().compareTo(HELD_UNTIL) > 0
                && report.told().stream()
                        .filter(told -> told.notice() == Notice.HELD)
                        .map(Told::at)
                        .anyMatch(since -> sinceFirstSignal().minus(since).compareTo(HELD_AT_LEAST) > 0);
    }

    private Duration sinceFirstSignal() {
        return shutdown.elapsed().minus(assignment.ladder().drainDelay());
    }

    /** When it is done. */
    Performance performance() {
        return new Performance(actor.role(), assignment.by(), shutdown.done().join(), released, actor.hasCleanedUp());
    }

    /** As it stands, in one line. */
    static String text(Role role, ShutdownReport report) {
        List<String> signals = report.timeline().stream().map(Act::sent).toList();
        String what = report.finished()
                ? report.outcome().map(o -> o.label()).orElse("") + ": " + report.reason()
                : report.notices().contains(Notice.HELD) ? "held: not killed" : "";
        return "  %-8s %-26s %s"
                .formatted(role.name(), String.join(" ", signals), what)
                .stripTrailing();
    }

    private static String sent(StepRecord step) {
        boolean jumped = step.delivery() == StepRecord.Result.UNDELIVERABLE;
        return step.signal().shortName() + (jumped ? " (nobody hears)" : "");
    }
}
