package dev.gracefulshutdown.ladder;

import java.util.List;
import java.util.Set;

/** What a ladder wants done. */
public sealed interface Effect {
    /** Come back at this time (CLOCK_BOOTTIME, nanoseconds); a later wait replaces an earlier one. */
    record WaitUntil(long at) implements Effect {}

    /** Read the container's processes now. */
    record Read() implements Effect {}

    /**
     * Send, in this order; journal it first.
     *
     * @param step the index of the step
     * @param asks it is no photograph
     */
    record Send(int step, Signal signal, List<ProcessFacts> targets, boolean asks) implements Effect {
        public Send {
            targets = List.copyOf(targets);
        }

        /** Those that are stopped and need SIGCONT after an asking step (rule 8). */
        public List<ProcessKey> toContinue() {
            return targets.stream()
                    .filter(target -> asks && target.isStopped())
                    .map(ProcessFacts::key)
                    .toList();
        }
    }

    /** SIGKILL to every process of the container; journal it first. Comes again until the exit is seen. */
    record KillAll() implements Effect {}

    /** Look at these conditions. */
    record Check(Set<Condition> conditions) implements Effect {}

    /** Something that people must be told. */
    record Tell(Notice notice) implements Effect {}

    /** It is over. */
    record Finish(Outcome outcome) implements Effect {}

    /** What people must be told while a ladder runs. */
    enum Notice {
        /** The end is over, SIGKILL is held back. */
        HELD,
        /** A condition holds at the end: more time. */
        EXTENDED,
        /** A condition can't be read here: no extension for it. */
        CONDITION_UNKNOWN,
        /** SIGKILL was sent, a process is in uninterruptible sleep. */
        BLOCKED_ON_IO
    }
}
