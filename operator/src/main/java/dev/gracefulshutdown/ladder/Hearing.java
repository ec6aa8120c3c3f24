package dev.gracefulshutdown.ladder;

/**
 * What a process would do with a signal, read from {@code /proc} before it is sent. Measured program by program; the
 * kernel's side is in pid_namespaces(7) and signal(7).
 */
public enum Hearing {
    /** It has a handler. */
    CATCHES("Catches"),
    /** It has the signal blocked in its main thread, so the kernel keeps it and somebody will fetch it (signalfd, sigwait). */
    QUEUES("Queues"),
    /** An init that passes signals on to its child. */
    FORWARDS("Forwards"),
    /** The default action ends it; it is not PID 1 of its PID namespace. */
    ENDS("Ends"),
    /** Ignored, or PID 1 with the default action: the kernel drops the signal. */
    DEAF("Deaf"),
    /** Could not be read. */
    UNKNOWN("Unknown");

    private final String label;

    Hearing(String label) {
        this.label = label;
    }

    /** As it stands in a {@code Shutdown}'s timeline: {@code Catches}. */
    public String label() {
        return label;
    }

    /** Somebody is there to act on the signal: Catches, Queues or Forwards. */
    public boolean hears() {
        return this == CATCHES || this == QUEUES || this == FORWARDS;
    }

    /** How this process, as it was read, would take the signal. */
    public static Hearing of(ProcessFacts process, Signal signal) {
        if (!process.readable()) {
            return UNKNOWN;
        }
        if (signal.equals(Signal.KILL)) {
            return ENDS;
        }
        // Before the masks: dumb-init catches what it passes on, and its children must not get it twice.
        if (process.forwarder()) {
            return FORWARDS;
        }
        if (process.caught().contains(signal)) {
            return CATCHES;
        }
        if (process.blocked().contains(signal)) {
            return QUEUES;
        }
        if (process.ignored().contains(signal) || process.isNamespaceInit()) {
            return DEAF;
        }
        return isFatalByDefault(signal) ? ENDS : DEAF;
    }

    /** signal(7), standard signals: all but these end a process that does nothing about them. */
    private static boolean isFatalByDefault(Signal signal) {
        return switch (signal.shortName()) {
            case "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "WINCH" -> false;
            default -> true;
        };
    }
}
