package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
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

    private final LinuxNode node;
    private final ShutdownRunner runner;
    private final LiveProgress live;

    Round(LinuxNode node, ShutdownRunner runner, LiveProgress live) {
        this.node = node;
        this.runner = runner;
        this.live = live;
    }

    /** Stops them and waits until all are gone. */
    List<Performance> play(String title, Cast cast, Function<Role, Assignment> assignments) {
        List<Act> acts = new ArrayList<>();
        for (Actor actor : cast.actors()) {
            acts.add(begin(title, actor, assignments.apply(actor.role())));
        }
        CompletableFuture<?> all =
                CompletableFuture.allOf(acts.stream().map(Act::done).toArray(CompletableFuture[]::new));
        while (!isDone(all)) {
            acts.forEach(Act::tick);
        }
        return acts.stream().map(Act::performance).toList();
    }

    private Act begin(String title, Actor actor, Assignment assignment) {
        LiveProgress.Line line = live.line();
        String id = title + "/" + actor.role().name();
        RunningShutdown shutdown = runner.start(
                id,
                actor.container(node, id),
                assignment.ladder(),
                new HearingMemory(),
                report -> line.tell(Act.text(actor.role(), report)));
        return new Act(actor, assignment, shutdown, line);
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
}
