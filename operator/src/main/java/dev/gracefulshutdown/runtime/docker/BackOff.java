package dev.gracefulshutdown.runtime.docker;

import java.time.Duration;

/** Longer and longer pauses between attempts to reach an engine that is away. */
final class BackOff {
    static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private Duration next = SHORTEST;

    /** After a success. */
    void reset() {
        next = SHORTEST;
    }

    /**
     * Pauses.
     *
     * @return false when we are being closed
     */
    boolean pause() {
        Duration now = next;
        next = now.multipliedBy(2).compareTo(LONGEST) < 0 ? now.multipliedBy(2) : LONGEST;
        return slept(now);
    }

    static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
