package dev.gracefulshutdown.ladder;

/** What counts as "needs more time" at the end of a ladder. */
public enum Condition {
    /** The same thread is in uninterruptible sleep (state D) in 3 looks 500 ms apart. */
    DISK_WAIT,
    /** Above 1 MiB/s over 2 s by cgroup v2 {@code io.stat}, or falling dirty and writeback figures in {@code memory.stat}. */
    DISK_WRITES,
    /** Established inbound connections on ports that the container listened on in the baseline. */
    CONNECTIONS;

    /** What is known of a condition. */
    public enum Verdict {
        HOLDS,
        CLEAR,
        /** Not looked at for long enough yet; asking again soon will tell. */
        PENDING,
        /** Can't be read here: reported, no extension. */
        UNKNOWN
    }
}
