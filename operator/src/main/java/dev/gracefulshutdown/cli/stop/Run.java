package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.DockerContainer;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One ladder that runs, and its line for people.
 *
 * @param other the process that stopped it when ours began
 */
record Run(
        Job job,
        DockerContainer container,
        RunningShutdown shutdown,
        Optional<Holder> other,
        LiveProgress.Line line,
        ReportText text)
        implements Attempt {
    static Run begin(Prepared.Ready ready, LiveProgress.Line line, ReportText text) {
        Job job = ready.job();
        RunningShutdown shutdown = ready.armed().start(report -> line.tell(text.of(job, report)));
        return new Run(job, ready.armed().container(), shutdown, ready.other(), line, text);
    }

    /** Nothing more will happen, or nothing more by us: what is held back may live for ever. */
    @Override
    public boolean isOver() {
        return shutdown.done().isDone()
                || shutdown.report().outcome().filter(Outcome.HELD::equals).isPresent();
    }

    @Override
    public CompletableFuture<?> over() {
        return shutdown.done();
    }

    @Override
    public void tick() {
        if (!isOver()) {
            line.tick(text.of(job, shutdown.report()) + "   " + Seconds.aligned(shutdown.elapsed()));
        }
    }

    @Override
    public Result result(StillUp up) {
        try {
            if (shutdown.done().isDone()) {
                shutdown.done().join();
            }
        } catch (CompletionException e) {
            return Result.of(job, shutdown.report()).failed("a fault of graceful itself: " + e.getCause());
        }
        Result result = Result.of(job, shutdown.report());
        return switch (job.purpose()) {
            case STOP -> result.isDone() ? up.check(result, job.container()) : result;
            case SIGNAL ->
                result.outcome() == Outcome.ALREADY_GONE
                        ? result.failed("is not running, so nobody can take the signal; docker start "
                                + job.container().name())
                        : result;
            default ->
                other.map(o -> result.because(result.reason() + ", while it was being stopped by " + o.words()))
                        .orElse(result);
        };
    }

    boolean isStop() {
        return job.purpose() == Purpose.STOP;
    }
}
