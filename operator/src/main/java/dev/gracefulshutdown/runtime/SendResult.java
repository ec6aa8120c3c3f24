package dev.gracefulshutdown.runtime;

/** What became of a signal that was to be sent. */
public enum SendResult {
    /** The kernel took it. */
    DELIVERED,
    /** The process was gone, or ended before the signal. */
    GONE,
    /** The PID belongs to another process or another container by now: nothing was sent. */
    REFUSED,
    /** The kernel does not allow it (EPERM): nothing was sent. */
    NOT_PERMITTED;

    /** Of several: delivered if one was, else what most needs to be said. */
    public SendResult or(SendResult other) {
        return rank() >= other.rank() ? this : other;
    }

    private int rank() {
        return switch (this) {
            case GONE -> 0;
            case REFUSED -> 1;
            case NOT_PERMITTED -> 2;
            case DELIVERED -> 3;
        };
    }
}
