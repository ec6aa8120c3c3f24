package dev.gracefulshutdown.ladder;

import java.time.Duration;
import java.util.List;

/**
 * One line of a timeline.
 *
 * @param at since the first signal might be sent; SIGKILL has one too
 * @param signal what
 * @param sentBy by whom
 * @param to as the container names them: {@code "1 postgres"}
 * @param hearing of the one it was about
 * @param delivery what became of it
 */
public record StepRecord(Duration at, Signal signal, SentBy sentBy, List<String> to, Hearing hearing, Result delivery) {
    /** Who sent a step. */
    public enum SentBy {
        /** This program. */
        AGENT,
        /** The kubelet or the engine. */
        RUNTIME
    }

    /** What became of a step. */
    public enum Result {
        DELIVERED,
        /** Sent, and whether anybody hears can't be read. */
        ASSUMED,
        /** Nobody could hear it, or nobody was left. */
        UNDELIVERABLE
    }

    /** The same, with what became of it and when. */
    StepRecord sent(Duration when, Result result) {
        return new StepRecord(when, signal, sentBy, to, hearing, result);
    }
}
