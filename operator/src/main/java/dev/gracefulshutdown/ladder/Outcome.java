package dev.gracefulshutdown.ladder;

import java.util.Comparator;
import java.util.List;

/** How a shutdown ended, by the sequence of what happened and never by flags (rule 11). */
public enum Outcome {
    /** It ended after the first asking step. */
    GRACEFUL("Graceful"),
    /** It ended after a later asking step. */
    ESCALATED("Escalated"),
    /** SIGKILL or the kernel's memory killer ended it. */
    FORCED("Forced"),
    /** The strategy was Kill, and its signal was sent. */
    SIGNALLED("Signalled"),
    /** The end is over and SIGKILL is held back. */
    HELD("Held"),
    /** SIGKILL was sent and it still does not end. */
    STUCK("Stuck"),
    /** It had ended before the first signal. */
    ALREADY_GONE("AlreadyGone"),
    /** Somebody withdrew the shutdown. */
    CANCELLED("Cancelled"),
    /** It ended and nobody can say how, or could not be carried out. */
    FAILED("Failed");

    /** The worst comes last: what a shutdown of several containers came to is the worst of theirs. */
    public static final Comparator<Outcome> BY_GRAVITY = Comparator.comparing(
            List.of(ALREADY_GONE, GRACEFUL, SIGNALLED, ESCALATED, CANCELLED, FORCED, HELD, STUCK, FAILED)::indexOf);

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** As it stands in a {@code Shutdown}'s status. */
    public String label() {
        return label;
    }
}
