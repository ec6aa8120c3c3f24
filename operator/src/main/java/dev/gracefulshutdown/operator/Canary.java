package dev.gracefulshutdown.operator;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Proves that reconciles still get their turn: it takes one itself, every few seconds, on the threads that run them. */
final class Canary implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration SILENT = Duration.ofMinutes(2);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("canary").daemon().factory());
    private volatile long lastSong = System.nanoTime();

    Canary(ExecutorService reconciles) {
        var _ = clock.scheduleAtFixedRate(() -> sing(reconciles), 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sing(ExecutorService reconciles) {
        try {
            reconciles.execute(() -> lastSong = System.nanoTime());
        } catch (RejectedExecutionException e) {
            // The threads are gone, for we are ending.
        }
    }

    /** What is wrong, if it has not been heard of for long. */
    Optional<String> trouble() {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastSong);
        return silence.compareTo(SILENT) < 0
                ? Optional.empty()
                : Optional.of("no reconcile has got its turn for " + silence.toSeconds() + " s");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
