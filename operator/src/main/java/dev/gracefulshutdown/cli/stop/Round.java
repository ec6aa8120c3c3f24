package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.host.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** All ladders of one call, at the same time. */
final class Round {
    private static final long REDRAW_MILLIS = 50;

    /** A block that is higher than the terminal can't be redrawn. */
    private static final int MOST_LINES = 15;

    private final Host host;
    private final Terminal terminal;

    Round(Host host, Terminal terminal) {
        this.host = host;
        this.terminal = terminal;
    }

    /** Prepares them, starts them all in one moment, and waits until each is over. */
    List<Result> play(List<Job> jobs) {
        List<Prepared> prepared = InParallel.map(jobs, job -> Prepared.of(host, job));
        List<Attempt> running = Collections.synchronizedList(new ArrayList<>());
        ReportText text = ReportText.forNames(jobs);
        try (LiveProgress live = terminal.progressOnErr();
                Interruption _ = new Interruption(terminal, live, host, running)) {
            List<Function<StillUp, Result>> results = new ArrayList<>();
            host.together(() -> prepared.forEach(each -> {
                LiveProgress.Line line = line(live, jobs.size());
                switch (each) {
                    case Prepared.Ready ready -> results.add(begun(Run.begin(ready, line, text), running));
                    case Prepared.Claimed(Job job, Holder holder) ->
                        results.add(begun(Waiting.begin(host, job, holder, line), running));
                    case Prepared.Refused(Result refused) -> {
                        line.tell(refused.name() + "   " + refused.reason());
                        results.add(up -> refused);
                    }
                }
            }));
            watch(running, jobs.size() <= MOST_LINES);
            StillUp up = StillUp.ask(host.docker());
            return results.stream().map(result -> result.apply(up)).toList();
        }
    }

    private static Function<StillUp, Result> begun(Attempt attempt, List<Attempt> running) {
        running.add(attempt);
        return attempt::result;
    }

    private static void watch(List<Attempt> running, boolean redrawn) {
        while (!running.stream().allMatch(Attempt::isOver)) {
            if (redrawn) {
                running.forEach(Attempt::tick);
            }
            CompletableFuture<?>[] next = running.stream()
                    .filter(attempt -> !attempt.isOver())
                    .map(Attempt::over)
                    .toArray(CompletableFuture<?>[]::new);
            try {
                CompletableFuture.allOf(next).get(REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Each is asked for its own end.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static LiveProgress.Line line(LiveProgress live, int count) {
        return count <= MOST_LINES ? live.line() : new Printed(live);
    }

    private record Printed(LiveProgress live) implements LiveProgress.Line {
        @Override
        public void tell(String text) {
            live.println(text);
        }

        @Override
        public void tick(String text) {
            // There is no line to be kept up to date.
        }
    }
}
