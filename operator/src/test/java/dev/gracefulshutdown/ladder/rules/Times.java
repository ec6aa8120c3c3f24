package dev.gracefulshutdown.ladder.rules;

/** Nanoseconds, as the ladder counts. */
final class Times {
    static final long NEVER = Long.MAX_VALUE;

    private Times() {}

    static long millis(long millis) {
        return millis * 1_000_000;
    }

    static long seconds(long seconds) {
        return seconds * 1_000_000_000;
    }
}
