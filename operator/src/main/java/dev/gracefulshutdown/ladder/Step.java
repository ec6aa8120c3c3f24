package dev.gracefulshutdown.ladder;

import java.time.Duration;

/**
 * One rung: a signal at an offset from the moment when the first may be sent.
 *
 * @param at not negative
 * @param signal never SIGKILL: that is the end, not a step
 * @param to to whom
 * @param purpose why
 */
public record Step(Duration at, Signal signal, Delivery to, Purpose purpose) {
    /** What a step is for. */
    public enum Purpose {
        /** To make the container end by itself. */
        ASK,
        /** To leave a trace (a thread dump) before the end; it counts as no way out. */
        DIAGNOSE
    }

    /** @throws IllegalArgumentException for a negative offset, SIGKILL or SIGSTOP */
    public Step {
        if (at.isNegative()) {
            throw new IllegalArgumentException("a step before the first: " + at);
        }
        if (signal.isIrresistible()) {
            throw new IllegalArgumentException(signal + " asks nobody");
        }
    }

    /** An asking step to whoever hears it. */
    public static Step ask(Duration at, Signal signal) {
        return new Step(at, signal, Delivery.AUTO, Purpose.ASK);
    }

    public boolean asks() {
        return purpose == Purpose.ASK;
    }
}
