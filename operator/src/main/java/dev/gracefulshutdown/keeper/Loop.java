package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.DockerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks again whenever something happened, many happenings at once, and every minute. */
final class Loop {
    private static final Duration TOGETHER = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration ANYHOW = Duration.ofMinutes(1);

    private final ScheduledExecutorService thread;
    private final Look look;
    private final Runnable everyMinute;
    private final News news;
    private final Audience audience;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile boolean failing;

    /** One look at everything. */
    interface Look {
        void look() throws IOException;
    }

    Loop(ScheduledExecutorService thread, Look look, Runnable everyMinute, News news, Audience audience) {
        this.audience = audience;
        this.thread = thread;
        this.look = look;
        this.everyMinute = everyMinute;
        this.news = news;
    }

    void start() {
        long minute = ANYHOW.toMillis();
        var _ = thread.scheduleWithFixedDelay(this::minute, minute, minute, TimeUnit.MILLISECONDS);
        poke();
    }

    private void minute() {
        try {
            everyMinute.run();
        } catch (RuntimeException e) {
            failed(e);
        }
        poke();
    }

    /** Something happened. */
    void poke() {
        poke(TOGETHER);
    }

    private void poke(Duration delay) {
        if (pending.compareAndSet(false, true)) {
            try {
                var _ = thread.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // We are ending.
            }
        }
    }

    private void run() {
        pending.set(false);
        try {
            look.look();
            if (failing) {
                failing = false;
                news.forget("look");
                news.tell(Line.info("the engine answers again"));
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
            poke(AFTER_FAILURE);
        }
    }

    private void failed(Exception e) {
        if (thread.isShutdown()) {
            return;
        }
        failing = true;
        String what = e instanceof DockerException docker
                ? Troubles.of(docker)
                : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        audience.failed(e);
        news.tellOnce("look", Line.error(what + "; tried again until it works"));
    }
}
