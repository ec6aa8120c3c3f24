package dev.gracefulshutdown.runtime.linux;

/** CLOCK_BOOTTIME (clock_gettime(2)): goes on while the machine sleeps, and no administrator sets it back. */
public final class BootClock {
    private BootClock() {}

    /** Nanoseconds since boot. */
    public static long now() {
        return Libc.bootTime();
    }
}
