package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Signal;
import java.util.Set;

/** What a shutdown of a container is for: what its engine must be told, and what is left behind at the end. */
public enum Purpose {
    /** As {@code docker stop}: down until somebody starts it; its restart policy stays as it is. */
    STOP,
    /** Down for good: the restart policy is left at {@code no}, or the next start of the engine would undo it. */
    STOP_AND_STAY,
    /** As {@code docker restart}: back exactly once. */
    RESTART,
    /** As {@code docker kill}: one signal that ends it. */
    KILL,
    /** One signal that is not meant to end it (a reload): never by the engine, which would take it for a stop. */
    SIGNAL,
    /** Somebody else's stop is under way: ours adds its later steps, and never a stop of its own. */
    JOIN;

    private static final Set<Signal> ENDING = Set.of(Signal.KILL, Signal.TERM, Signal.INT, Signal.QUIT, Signal.ABRT);

    /** Of one signal that people ask for: one that programs end by, or one that means something else to most. */
    public static Purpose ofSignal(Signal signal) {
        return ENDING.contains(signal) ? KILL : SIGNAL;
    }

    /** Whether somebody asks for it once; a policy does the others. */
    public boolean isAsked() {
        return this == STOP || this == KILL || this == SIGNAL;
    }

    /** Whether it is over only when the container has ended. */
    public boolean ends() {
        return this != KILL && this != SIGNAL;
    }

    boolean stops() {
        return this == STOP || this == STOP_AND_STAY;
    }

    /** Whether a restart policy would get in the way. */
    boolean needsClaim() {
        return stops() || this == RESTART;
    }
}
