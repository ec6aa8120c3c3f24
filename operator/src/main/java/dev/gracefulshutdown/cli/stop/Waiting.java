package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.host.OthersShutdown;
import dev.gracefulshutdown.host.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Another process stops it: its end is waited for, and nothing is sent. */
record Waiting(Job job, OthersShutdown shutdown, LiveProgress.Line line) implements Attempt {
    static Waiting begin(Host host, Job job, Holder holder, LiveProgress.Line line) {
        Waiting waiting = new Waiting(job, host.await(job.container(), holder, job.ladder()), line);
        line.tell(waiting.text());
        return waiting;
    }

    private String text() {
        String name = job.container().name();
        return name + "   is being stopped by " + shutdown.holder().words()
                + ": its end is waited for, and nothing is sent; graceful kill " + name + " ends it at once";
    }

    @Override
    public boolean isOver() {
        return shutdown.isOver();
    }

    /** The other process tells nobody. */
    @Override
    public CompletableFuture<?> over() {
        return new CompletableFuture<>();
    }

    @Override
    public void tick() {
        line.tick(text() + "   " + Seconds.aligned(shutdown.elapsed()));
    }

    @Override
    public Result result(StillUp up) {
        try (shutdown) {
            Reason why = Reason.requestedElsewhere(Optional.empty());
            Job others = new Job(job.container(), job.purpose(), job.ladder(), why, job.assumptions());
            Result result = Result.of(others, shutdown.report());
            if (shutdown.isAbandoned()) {
                return result.failed("was being stopped by " + shutdown.holder().words()
                        + ", which is gone, and it still runs; nothing was sent by this call: stop it again");
            }
            line.tell(job.container().name() + "   " + result.outcome().label() + ": " + result.reason());
            return result.isDone() ? up.check(result, job.container()) : result;
        }
    }
}
