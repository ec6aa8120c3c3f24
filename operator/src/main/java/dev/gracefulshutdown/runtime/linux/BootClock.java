package dev.gracefulshutdown.runtime.linux;

/** CLOCK_BOOTTIME (clock_gettime(2)): goes on while the machine sleeps, and no administrator sets it back. */
public final class BootClock {
    private static final long NANOS_PER_TICK = 10_000_000;

    private BootClock() {}

    /** Nanoseconds since boot. */
    public static long now() {
        return Libc.bootTime();
    }

    /**
     * A process's start on this clock, in nanoseconds.
     *
     * @param startTicks in ticks of {@code USER_HZ}, which is 100 everywhere (proc_pid_stat(5), "starttime")
     */
    public static long ofTicks(long startTicks) {
        return startTicks * NANOS_PER_TICK;
    }
}
