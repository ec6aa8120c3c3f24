package dev.gracefulshutdown.ladder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * To whom a step goes (rules 5 and 6).
 *
 * @param processes in the order of sending: the main process last, for its end takes the others with it
 * @param hearing of the one that the step is about: the main process if it is a target, else the first
 */
record Targets(List<ProcessFacts> processes, Hearing hearing) {
    /** Measured: dash and bash, by whichever name. */
    private static final Set<String> SHELLS = Set.of("sh", "dash", "bash");

    private static final Targets NOBODY = new Targets(List.of(), Hearing.DEAF);

    /** As the container names them. */
    List<String> names() {
        return processes.stream().map(ProcessFacts::display).toList();
    }

    /** The same but for one process, which somebody else has signalled. */
    Targets without(int pid) {
        return new Targets(processes.stream().filter(p -> p.pid() != pid).toList(), hearing);
    }

    static Targets of(Reading reading, HearingMemory memory, Signal signal, Delivery to) {
        Optional<ProcessFacts> main = reading.main();
        if (main.isEmpty()) {
            return NOBODY;
        }
        return new Selection(reading, main.get(), memory, signal).to(to);
    }

    private record Selection(Reading reading, ProcessFacts main, HearingMemory memory, Signal signal) {
        Targets to(Delivery delivery) {
            return switch (delivery) {
                case MAIN -> onlyMain();
                case AUTO -> auto();
                case DESCENDANTS -> descendants();
                case ALL -> all();
            };
        }

        private Targets auto() {
            if (acts(main) || hearing(main) == Hearing.UNKNOWN) {
                return onlyMain();
            }
            Targets below = descendants();
            // Nobody hears: the main process gets it as from `docker stop`. To a deaf one that is nothing, an init that
            // we don't know passes it on, and without a PID namespace of its own the default action ends it.
            return below.processes().isEmpty() ? onlyMain() : below;
        }

        private Targets onlyMain() {
            return new Targets(List.of(main), hearing(main));
        }

        private Targets descendants() {
            if (hearing(main) == Hearing.FORWARDS) {
                return NOBODY;
            }
            List<ProcessFacts> topmost = below(true);
            return topmost.isEmpty() ? NOBODY : new Targets(topmost, hearing(topmost.getFirst()));
        }

        private Targets all() {
            List<ProcessFacts> everybody = new ArrayList<>();
            if (hearing(main) != Hearing.FORWARDS) {
                everybody.addAll(below(false));
            }
            everybody.add(main);
            return new Targets(everybody, hearing(main));
        }

        /** Branch by branch, parents first. Not by recursion: a container can make its tree as deep as it likes. */
        private List<ProcessFacts> below(boolean topmost) {
            Map<Integer, List<ProcessFacts>> children = reading.children();
            List<ProcessFacts> found = new ArrayList<>();
            Set<Integer> seen = new HashSet<>(Set.of(main.pid()));
            Deque<ProcessFacts> open = new ArrayDeque<>(children.getOrDefault(main.pid(), List.of()));
            while (!open.isEmpty()) {
                ProcessFacts process = open.pop();
                if (!seen.add(process.pid())) {
                    continue;
                }
                boolean acts = acts(process);
                if (!topmost || acts) {
                    found.add(process);
                }
                boolean closed = topmost ? acts : hearing(process) == Hearing.FORWARDS;
                if (!closed) {
                    children.getOrDefault(process.pid(), List.of()).reversed().forEach(open::push);
                }
            }
            return found;
        }

        /**
         * It hears, and is not a shell that waits for its child: those catch SIGINT of their own accord, for a terminal
         * sends it to the child as well. bash goes on, dash thinks of it when the child has ended. One that traps SIGTERM
         * knows what it does. This is about whom to ask only: whether anybody hears is judged by masks.
         */
        private boolean acts(ProcessFacts process) {
            boolean shrugs = signal.equals(Signal.INT)
                    && SHELLS.contains(process.name())
                    && !memory.hearing(process, Signal.TERM).hears();
            return hearing(process).hears() && !shrugs;
        }

        private Hearing hearing(ProcessFacts process) {
            return memory.hearing(process, signal);
        }
    }
}
