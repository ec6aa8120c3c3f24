package dev.gracefulshutdown.ladder;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was ever seen of each process: one that heard once is never Deaf afterwards (rule 4). Good programs take their
 * handlers down while they clean up ({@code trap - TERM}, {@code process.once}).
 */
public final class HearingMemory {
    /** Deaf counts only for a main process that has had the time to install its handlers (rule 7). */
    static final long GROWN_UP_MILLIS = 10_000;

    private final Map<ProcessKey, Heard> heard = new LinkedHashMap<>();
    private final Map<ProcessKey, String> names = new HashMap<>();
    private boolean signalled;
    private Optional<Reading> baseline = Optional.empty();

    /**
     * The ears that one process was seen with.
     *
     * @param caught every signal that it ever caught
     * @param blocked every signal that it ever had queued
     * @param forwarder ever seen as one
     */
    public record Heard(ProcessKey process, SignalSet caught, SignalSet blocked, boolean forwarder) {}

    /**
     * Adds a reading. A process that has another name than before has become another program by {@code execve}, which takes
     * its handlers away: a runtime's own init before it becomes the container's first program, a shell before it becomes
     * the server.
     */
    public void observe(Reading reading) {
        for (ProcessFacts process : reading.processes()) {
            if (process.readable()) {
                String before = names.put(process.key(), process.name());
                if (!signalled && before != null && !before.equals(process.name())) {
                    heard.remove(process.key());
                }
                remember(new Heard(process.key(), process.caught(), process.blocked(), process.forwarder()));
            }
        }
        if (!signalled && reading.mainAgeMillis() >= GROWN_UP_MILLIS) {
            baseline = Optional.of(reading);
        }
    }

    /** Adds what was known before: from a baseline, or from the journal after a crash of ours. */
    public void remember(Heard ears) {
        heard.merge(
                ears.process(),
                ears,
                (a, b) -> new Heard(
                        a.process(),
                        a.caught().union(b.caught()),
                        a.blocked().union(b.blocked()),
                        a.forwarder() || b.forwarder()));
    }

    /** From now on readings are no baseline: a signal of this shutdown may have changed what they show. */
    public void signalled() {
        signalled = true;
    }

    /** Everything that is known, for the journal. */
    public List<Heard> snapshot() {
        return List.copyOf(heard.values());
    }

    /** How this process takes the signal, by all that was ever seen of it. */
    public Hearing hearing(ProcessFacts process, Signal signal) {
        Heard ears = heard.get(process.key());
        if (ears == null) {
            return Hearing.of(process, signal);
        }
        return Hearing.of(
                new ProcessFacts(
                        process.key(),
                        process.parentPid(),
                        process.namespacePid(),
                        process.name(),
                        process.state(),
                        ears.caught(),
                        ears.blocked(),
                        process.ignored(),
                        ears.forwarder(),
                        process.readable()),
                signal);
    }

    /** The main process as a baseline showed it. */
    Optional<ProcessFacts> main() {
        return baseline.flatMap(Reading::main);
    }

    /** The main process was Deaf to the signal when it was at least 10 s old, before any signal of this shutdown. */
    boolean deafInBaseline(Signal signal) {
        return baseline.flatMap(Reading::main)
                .filter(main -> hearing(main, signal) == Hearing.DEAF)
                .isPresent();
    }

    /**
     * Now the main process is Deaf to the signal, nobody in its tree hears it, and nobody is Unknown. One that the signal
     * would end is not Deaf.
     */
    boolean isDeaf(Reading reading, Signal signal) {
        return reading.main()
                        .filter(main -> hearing(main, signal) == Hearing.DEAF)
                        .isPresent()
                && reading.tree().stream()
                        .map(p -> hearing(p, signal))
                        .noneMatch(h -> h.hears() || h == Hearing.UNKNOWN);
    }
}
