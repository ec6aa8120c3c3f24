package dev.gracefulshutdown.ladder;

/**
 * A set of signals as the kernel prints it in {@code /proc/PID/status} (SigCgt, SigBlk, SigIgn): signal n is bit n-1
 * (<a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>).
 *
 * @param bits the mask
 */
public record SignalSet(long bits) {
    public static final SignalSet NONE = new SignalSet(0);

    /** A set of the given signals. */
    public static SignalSet of(Signal... signals) {
        long bits = 0;
        for (Signal signal : signals) {
            bits |= bit(signal);
        }
        return new SignalSet(bits);
    }

    /**
     * Reads the kernel's hexadecimal form.
     *
     * @throws NumberFormatException when it is none
     */
    public static SignalSet parse(String hex) {
        return new SignalSet(Long.parseUnsignedLong(hex.strip(), 16));
    }

    public boolean contains(Signal signal) {
        return (bits & bit(signal)) != 0;
    }

    /** What is in this set or in the other. */
    public SignalSet union(SignalSet other) {
        return new SignalSet(bits | other.bits);
    }

    private static long bit(Signal signal) {
        return 1L << (signal.number() - 1);
    }
}
