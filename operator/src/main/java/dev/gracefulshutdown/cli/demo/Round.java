package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** All actors of a cast stopped at the same time. */
final class Round {
    private static final long REDRAW_MILLIS = 100;

    /** Nobody is there to release what a policy holds back, so the demo does it. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(15);

    private final LinuxNode node;
    private final ShutdownRunner runner;
    private final LiveProgress live;

    private record Act(Actor actor, RunningShutdown shutdown, LiveProgress.Line line) {
        void tick() {
            if (!shutdown.report().finished()) {
                line.tick(text(actor, shutdown.report()) + "   " + Seconds.aligned(shutdown.elapsed()));
            }
        }

        Performance performance() {
            return new Performance(actor.role(), shutdown.done().join(), actor.hasCleanedUp());
        }
    }

    Round(LinuxNode node, ShutdownRunner runner, LiveProgress live) {
        this.node = node;
        this.runner = runner;
        this.live = live;
    }

    /** Stops them and waits until all are gone. */
    List<Performance> play(String title, Cast cast, Function<Role, Ladder> ladders) {
        List<Act> acts = new ArrayList<>();
        for (Actor actor : cast.actors()) {
            acts.add(begin(title, actor, ladders.apply(actor.role())));
        }
        CompletableFuture<?> all = CompletableFuture.allOf(
                acts.stream().map(act -> act.shutdown().done()).toArray(CompletableFuture[]::new));
        long until = System.nanoTime() + HELD_AT_MOST.toNanos();
        while (!isDone(all)) {
            acts.forEach(Act::tick);
            if (System.nanoTime() > until) {
                acts.forEach(act -> act.shutdown().release());
            }
        }
        return acts.stream().map(Act::performance).toList();
    }

    private Act begin(String title, Actor actor, Ladder ladder) {
        LiveProgress.Line line = live.line();
        String id = title + "/" + actor.role().name();
        RunningShutdown shutdown = runner.start(
                id, actor.container(node, id), ladder, new HearingMemory(), report -> line.tell(text(actor, report)));
        return new Act(actor, shutdown, line);
    }

    private static boolean isDone(CompletableFuture<?> all) {
        try {
            all.get(REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String text(Actor actor, ShutdownReport report) {
        List<String> signals = report.timeline().stream().map(Round::sent).toList();
        String what = report.finished()
                ? report.outcome().map(o -> o.label()).orElse("") + ": " + report.reason()
                : report.notices().contains(Notice.HELD) ? "held: not killed, still asked to end" : "";
        return "  %-8s %-26s %s"
                .formatted(actor.role().name(), String.join(" ", signals), what)
                .stripTrailing();
    }

    private static String sent(StepRecord step) {
        boolean jumped = step.delivery() == StepRecord.Result.UNDELIVERABLE;
        return step.signal().shortName() + (jumped ? " (nobody hears)" : "");
    }
}
