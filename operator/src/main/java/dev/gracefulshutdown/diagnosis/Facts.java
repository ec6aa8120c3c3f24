package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was read of one container.
 *
 * @param name the container's
 * @param reading its processes and their masks; without a main process when nothing could be read
 * @param ready known to be ready, so that its youth does not matter
 * @param unreadable why nothing could be read; empty when it could
 * @param commandLines {@code argv} by the PIDs of the reading, for those whose could be read
 * @param engine how the engine alone would stop it
 * @param setup what it is configured to be
 * @param policy the settings of the policy that is for it; empty without one
 * @param past its last shutdowns, the newest first
 */
public record Facts(
        String name,
        Reading reading,
        boolean ready,
        String unreadable,
        Map<Integer, List<String>> commandLines,
        StopDefaults engine,
        Setup setup,
        Optional<StopSettings> policy,
        List<PastStop> past) {
    public Facts {
        commandLines = Map.copyOf(commandLines);
        past = List.copyOf(past);
    }

    /** Of one whose processes can't be read. */
    public static Facts unreadable(String name, String why, StopDefaults engine, Setup setup) {
        return new Facts(
                name, new Reading(0, 0, List.of()), false, why, Map.of(), engine, setup, Optional.empty(), List.of());
    }

    /** The same, knowing how its last stop went. */
    public Facts after(PastStop stop) {
        return knowing(policy, List.of(stop));
    }

    /**
     * The same, knowing more.
     *
     * @param ofPolicy the settings of the policy that is for it
     * @param stops its last ones, the newest first
     */
    public Facts knowing(Optional<StopSettings> ofPolicy, List<PastStop> stops) {
        return new Facts(name, reading, ready, unreadable, commandLines, engine, setup, ofPolicy, stops);
    }

    /** The same, were it stopped by another signal. */
    Facts askedBy(Signal signal) {
        StopDefaults other = new StopDefaults(signal, engine.signalFrom(), engine.timeout(), engine.timeoutFrom());
        return new Facts(name, reading, ready, unreadable, commandLines, other, setup, policy, past);
    }

    /** In how many of the last stops a heard signal was. */
    int withoutEffect() {
        return (int) past.stream().filter(PastStop::wasWithoutEffect).count();
    }

    /** The command line; where it could not be read, the name alone. */
    List<String> argv(ProcessFacts process) {
        List<String> argv = commandLines.getOrDefault(process.pid(), List.of());
        return argv.isEmpty() ? List.of(process.name()) : argv;
    }
}
