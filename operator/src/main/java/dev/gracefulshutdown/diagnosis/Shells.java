package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import java.util.Set;

/** What is particular to shells as PID 1. */
final class Shells {
    private static final Set<String> NAMES = Set.of("sh", "dash", "bash", "ash", "busybox", "ksh", "mksh", "zsh");

    private Shells() {}

    /** How a shell has started a child. */
    enum Job {
        /** It waits for the child, and runs no trap before that has ended (POSIX, 2.11). */
        FOREGROUND,
        /** By {@code &}: traps run at once. */
        BACKGROUND,
        /** The child has set its own handlers over what would tell. */
        UNCLEAR
    }

    static boolean isShell(ProcessFacts process) {
        return NAMES.contains(process.name());
    }

    /** Scripts start their background jobs with SIGINT and SIGQUIT ignored (POSIX, 2.11); a program may change that. */
    static Job job(ProcessFacts child) {
        if (child.ignored().contains(Signal.INT) || child.ignored().contains(Signal.QUIT)) {
            return Job.BACKGROUND;
        }
        boolean own = child.caught().contains(Signal.INT) || child.caught().contains(Signal.QUIT);
        return own || child.forwarder() ? Job.UNCLEAR : Job.FOREGROUND;
    }

    /** Shells catch SIGINT of their own accord and go on, since a terminal sends it to the child as well. */
    static boolean shrugs(ProcessFacts process, Signal signal) {
        return signal.equals(Signal.INT)
                && isShell(process)
                && !process.caught().contains(Signal.TERM);
    }
}
