package dev.gracefulshutdown.ladder;

import java.time.Duration;

/**
 * The time after SIGKILL (rule 10): it is repeated with back-off, for a process in uninterruptible sleep does not end
 * before the kernel lets it.
 */
final class Killing {
    static final long STUCK_AFTER = Duration.ofMinutes(2).toNanos();
    private static final long SHORTEST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

    private long firstAt = -1;
    private long nextAt = -1;
    private boolean reached;

    /** What became of it; one that reached somebody is enough. */
    void reached(boolean somebody) {
        reached |= somebody;
    }

    boolean hasReached() {
        return reached;
    }

    /** SIGKILL is sent now, the first time or again; gives the time of the next look. */
    long sent(long now) {
        if (firstAt < 0) {
            firstAt = now;
        }
        nextAt = now + Math.clamp(now - firstAt, SHORTEST_PAUSE, LONGEST_PAUSE);
        return nextAt;
    }

    long nextAt() {
        return nextAt;
    }

    boolean isStuck(long now) {
        return now - firstAt >= STUCK_AFTER;
    }
}
