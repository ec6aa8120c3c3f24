package dev.gracefulshutdown.runtime.linux;

import java.util.concurrent.atomic.LongAdder;

/** How many signals the re-check has held back: PIDs handed out again, processes that had left their container. */
final class Refusals {
    private final LongAdder count = new LongAdder();

    void count() {
        count.increment();
    }

    long total() {
        return count.sum();
    }
}
