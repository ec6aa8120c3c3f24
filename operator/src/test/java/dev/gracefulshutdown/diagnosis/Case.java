package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.profile.KnownInits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container put together for a test: processes in the order of their start, the first is PID 1. */
final class Case {
    private static final int FIRST_PID = 1000;
    private static final long BOOT_TICKS = 500_000;

    private final List<ProcessFacts> processes = new ArrayList<>();
    private final Map<Integer, List<String>> lines = new HashMap<>();
    private long ageMillis = 60_000;
    private boolean ownPids = true;
    private boolean ready;
    private StopDefaults engine = StopDefaults.DOCKER;
    private Setup setup = Setup.NONE;
    private Optional<StopSettings> policy = Optional.empty();
    private List<PastStop> past = List.of();

    /** PID 1. */
    static Case of(String name, Ears ears, String... argv) {
        return new Case().process(0, name, ears, 0, argv);
    }

    /** Masks in the manner of the research: H, I, Q and T. */
    record Ears(SignalSet caught, SignalSet blocked, SignalSet ignored, boolean readable) {
        static final Ears NONE = catches("");
        static final Ears UNREADABLE = new Ears(SignalSet.NONE, SignalSet.NONE, SignalSet.NONE, false);

        static Ears catches(String letters) {
            return new Ears(set(letters), SignalSet.NONE, SignalSet.NONE, true);
        }

        static Ears blocks(String letters) {
            return new Ears(SignalSet.NONE, set(letters), SignalSet.NONE, true);
        }

        static Ears ignores(String letters) {
            return new Ears(SignalSet.NONE, SignalSet.NONE, set(letters), true);
        }

        Ears and(Ears other) {
            return new Ears(
                    caught.union(other.caught), blocked.union(other.blocked), ignored.union(other.ignored), true);
        }

        private static SignalSet set(String letters) {
            return letters.chars()
                    .mapToObj(c -> switch (c) {
                        case 'H' -> Signal.HUP;
                        case 'I' -> Signal.INT;
                        case 'Q' -> Signal.QUIT;
                        case 'T' -> Signal.TERM;
                        case 'U' -> Signal.USR1;
                        case 'W' -> Signal.WINCH;
                        default -> throw new IllegalArgumentException("no such letter: " + (char) c);
                    })
                    .map(SignalSet::of)
                    .reduce(SignalSet.NONE, SignalSet::union);
        }
    }

    /** A child of PID 1 as old as that. */
    Case child(String name, Ears ears, String... argv) {
        return process(FIRST_PID, name, ears, 0, argv);
    }

    /** A child of PID 1 that has just been started. */
    Case youngChild(String name, Ears ears, String... argv) {
        return process(FIRST_PID, name, ears, ageMillis - 100, argv);
    }

    /** Of the container, and nobody's child in it. */
    Case beside(String name, Ears ears, String... argv) {
        return process(1, name, ears, 0, argv);
    }

    /** A child of the one before. */
    Case below(String name, Ears ears, String... argv) {
        return process(FIRST_PID + processes.size() - 1, name, ears, 0, argv);
    }

    private Case process(int parent, String name, Ears ears, long laterMillis, String... argv) {
        int pid = FIRST_PID + processes.size();
        List<String> line = argv.length == 0 ? List.of(name) : List.of(argv);
        boolean init =
                KnownInits.isInit(name) || KnownInits.recognise(name, line).isPresent();
        processes.add(new ProcessFacts(
                new ProcessKey(pid, BOOT_TICKS + laterMillis / 10),
                parent,
                processes.size() + 1,
                name,
                'S',
                ears.caught(),
                ears.blocked(),
                ears.ignored(),
                init,
                ears.readable()));
        lines.put(pid, line);
        return this;
    }

    Case age(Duration age) {
        ageMillis = age.toMillis();
        return this;
    }

    Case ready() {
        ready = true;
        return this;
    }

    /** In the host's PID namespace, or another container's. */
    Case sharingPids() {
        ownPids = false;
        return setup(new Setup(
                List.of(), List.of(), Map.of(), false, Setup.PidNamespace.HOST, "no", false, Setup.Manager.DOCKER));
    }

    Case stoppedBy(Signal signal) {
        engine = new StopDefaults(signal, StopDefaults.Source.IMAGE, engine.timeout(), engine.timeoutFrom());
        return this;
    }

    Case within(Duration timeout) {
        engine = new StopDefaults(engine.signal(), engine.signalFrom(), timeout, StopDefaults.Source.CONTAINER);
        return this;
    }

    Case runs(String... line) {
        return setup(new Setup(
                List.of(), List.of(line), Map.of(), false, Setup.PidNamespace.OWN, "no", false, Setup.Manager.DOCKER));
    }

    Case setup(Setup value) {
        setup = value;
        return this;
    }

    Case settings(StopSettings value) {
        policy = Optional.of(value);
        return this;
    }

    Case past(PastStop... stops) {
        past = List.of(stops);
        return this;
    }

    Facts facts() {
        List<ProcessFacts> all = ownPids
                ? processes
                : processes.stream().map(p -> numbered(p, p.pid())).toList();
        return new Facts(
                "orders", new Reading(FIRST_PID, ageMillis, all), ready, "", lines, engine, setup, policy, past);
    }

    private static ProcessFacts numbered(ProcessFacts p, int namespacePid) {
        return new ProcessFacts(
                p.key(),
                p.parentPid(),
                namespacePid,
                p.name(),
                p.state(),
                p.caught(),
                p.blocked(),
                p.ignored(),
                p.forwarder(),
                p.readable());
    }

    Diagnosis diagnosis() {
        return Diagnosis.of(facts());
    }
}
