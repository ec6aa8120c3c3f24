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
    NOT_PERMITTED
}
