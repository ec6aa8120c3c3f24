package dev.gracefulshutdown.operator.workload;

/** What is to be done so that a workload runs, or doesn't. */
public sealed interface StateStep {
    /** Nothing: it is as it should be. */
    record Settled(String message) implements StateStep {}

    /** Nothing but to wait: its pods come or go. */
    record Waiting(boolean stopping, String message) implements StateStep {}

    /** It is stopped and marked, in one write. */
    record Stop(Mark mark) implements StateStep {}

    /** What was is brought back, and the mark goes, in one write. */
    record Start(Mark mark) implements StateStep {}

    /** Somebody else has started it: only the mark goes. */
    record Unmark() implements StateStep {}

    /** Somebody starts it again and again: it is left alone until the policy changes. */
    record Contested(Mark mark) implements StateStep {}
}
