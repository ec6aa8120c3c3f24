package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * A ladder, a container that it is for, and all that happens to both: decided before the run begins.
 *
 * @param ageMillis of the main process at the start
 * @param baselines what was read before the start
 * @param processes at the start
 * @param changes what processes become, whoever asks
 * @param joined what the engine had sent when the shutdown began
 * @param unreachable the steps that the kernel takes for nobody
 */
record Script(
        Ladder ladder,
        long ageMillis,
        List<Reading> baselines,
        List<ProcessFacts> processes,
        List<Change> changes,
        List<Reaction> reactions,
        Exit exit,
        Map<Condition, NavigableMap<Long, Verdict>> verdicts,
        Optional<Signal> joined,
        List<Event> fromOutside,
        Set<Integer> unreachable,
        Clock clock) {
    static final int MAIN = 100;

    /** At that time a process becomes this; it may be a new one. */
    record Change(long at, ProcessFacts becomes) {}

    /**
     * What a process does about a signal.
     *
     * @param takesHandlersDown it hears nothing any more
     * @param exitsAfter the main process ends so much later, or never
     */
    record Reaction(int pid, Signal on, boolean takesHandlersDown, long exitsAfter) {}

    /**
     * How the main process ends.
     *
     * @param byItselfAt without being asked
     * @param toldAfter until the run hears of it, or never
     * @param killTakes from SIGKILL to its end, or never
     * @param killReaches SIGKILL is permitted
     */
    record Exit(
            long byItselfAt,
            ExitStatus status,
            ExitStatus statusWhenKilled,
            boolean outOfMemory,
            long toldAfter,
            long killTakes,
            boolean killReaches) {}

    /**
     * @param latest by how much a tick is late at the most
     * @param slowest how long an answer takes at the most
     */
    record Clock(long seed, long latest, long slowest) {}

    Map<Condition, Verdict> verdicts(Set<Condition> asked, long at) {
        Map<Condition, Verdict> found = new EnumMap<>(Condition.class);
        asked.forEach(c -> found.put(c, verdicts.get(c).floorEntry(at).getValue()));
        return found;
    }
}
