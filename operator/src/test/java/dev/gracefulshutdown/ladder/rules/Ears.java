package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules 3 and 4 once more, by the readings alone: who hears what, once seen to hear always. */
final class Ears {
    private static final Set<String> ENDS_NOBODY =
            Set.of("CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "WINCH");

    private final Map<ProcessKey, Set<Signal>> caught = new HashMap<>();
    private final Map<ProcessKey, Set<Signal>> queued = new HashMap<>();
    private final Set<ProcessKey> forwarders = new HashSet<>();
    private final Map<ProcessKey, String> programs = new HashMap<>();
    private boolean signalled;
    private Optional<ProcessFacts> grownUp = Optional.empty();

    Ears copy() {
        Ears copy = new Ears();
        caught.forEach((who, what) -> copy.caught.put(who, new HashSet<>(what)));
        queued.forEach((who, what) -> copy.queued.put(who, new HashSet<>(what)));
        copy.forwarders.addAll(forwarders);
        copy.programs.putAll(programs);
        copy.signalled = signalled;
        copy.grownUp = grownUp;
        return copy;
    }

    /**
     * After a crash of ours: who was seen to hear is written down, the looks themselves are not.
     *
     * @param baselines those that are still known
     */
    Ears resumed(List<Reading> baselines, boolean somethingWasSent) {
        Ears after = new Ears();
        baselines.forEach(after::see);
        caught.forEach((who, what) -> after.caught.merge(who, what, Ears::both));
        queued.forEach((who, what) -> after.queued.merge(who, what, Ears::both));
        after.forwarders.addAll(forwarders);
        after.signalled = somethingWasSent;
        return after;
    }

    private static Set<Signal> both(Set<Signal> one, Set<Signal> other) {
        Set<Signal> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    void signalled() {
        signalled = true;
    }

    void see(Reading reading) {
        for (ProcessFacts process : reading.processes()) {
            if (process.readable()) {
                see(process);
            }
        }
        if (!signalled && reading.mainAgeMillis() >= 10_000) {
            grownUp = main(reading);
        }
    }

    private void see(ProcessFacts process) {
        ProcessKey who = process.key();
        String before = programs.put(who, process.name());
        if (!signalled && before != null && !before.equals(process.name())) {
            // Another program, and no word yet that it should end.
            caught.remove(who);
            queued.remove(who);
            forwarders.remove(who);
        }
        for (Signal signal : Scripts.SIGNALS) {
            if (process.caught().contains(signal)) {
                caught.computeIfAbsent(who, w -> new HashSet<>()).add(signal);
            }
            if (process.blocked().contains(signal)) {
                queued.computeIfAbsent(who, w -> new HashSet<>()).add(signal);
            }
        }
        if (process.forwarder()) {
            forwarders.add(who);
        }
    }

    /** As it was, with 10 s of age at least, before the first signal. */
    Optional<ProcessFacts> grownUp() {
        return grownUp;
    }

    Hearing hearing(ProcessFacts process, Signal signal) {
        ProcessKey who = process.key();
        if (!process.readable()) {
            return Hearing.UNKNOWN;
        } else if (forwarders.contains(who)) {
            return Hearing.FORWARDS;
        } else if (caught.getOrDefault(who, Set.of()).contains(signal)) {
            return Hearing.CATCHES;
        } else if (queued.getOrDefault(who, Set.of()).contains(signal)) {
            return Hearing.QUEUES;
        }
        boolean dropped = process.namespacePid() == 1
                || process.ignored().contains(signal)
                || ENDS_NOBODY.contains(signal.shortName());
        return dropped ? Hearing.DEAF : Hearing.ENDS;
    }

    boolean hears(ProcessFacts process, Signal signal) {
        Hearing hearing = hearing(process, signal);
        return hearing == Hearing.CATCHES || hearing == Hearing.QUEUES || hearing == Hearing.FORWARDS;
    }

    /** One look of rule 7: the main process is Deaf, now and when it was grown up, and nobody hears or may hear. */
    boolean nobodyCouldHear(Reading reading, Signal signal) {
        Optional<ProcessFacts> main = main(reading);
        return main.isPresent()
                && hearing(main.get(), signal) == Hearing.DEAF
                && grownUp.isPresent()
                && hearing(grownUp.get(), signal) == Hearing.DEAF
                && Tree.of(reading).members().stream().allMatch(p -> p.readable() && !hears(p, signal));
    }

    static Optional<ProcessFacts> main(Reading reading) {
        List<ProcessFacts> mains =
                reading.processes().stream().filter(p -> p.pid() == Script.MAIN).toList();
        return mains.isEmpty() ? Optional.empty() : Optional.of(mains.getFirst());
    }
}
