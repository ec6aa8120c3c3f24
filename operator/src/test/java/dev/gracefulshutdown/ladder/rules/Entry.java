package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;

/** One line of what happened. */
sealed interface Entry {
    long at();

    /** The run was told of it. */
    record Happened(Event event) implements Entry {
        @Override
        public long at() {
            return event.now();
        }
    }

    /**
     * The run wanted it.
     *
     * @param reached how many processes a signal reached; -1 when we crashed before we could send it
     */
    record Asked(long at, Effect effect, int reached) implements Entry {}

    /** The main process is gone, whether anybody knows or not. */
    record Gone(long at) implements Entry {}

    /**
     * We are gone.
     */
    record Crashed(long at, Crash how) implements Entry {}

    /** We are there again. */
    record Resumed(long at) implements Entry {}
}
