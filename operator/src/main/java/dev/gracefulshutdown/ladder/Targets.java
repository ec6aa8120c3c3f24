package dev.gracefulshutdown.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * To whom a step goes (rules 5 and 6).
 *
 * @param processes in the order of sending: the main process last, for its end takes the others with it
 * @param hearing of the one that the step is about: the main process if it is a target, else the first
 */
record Targets(List<ProcessFacts> processes, Hearing hearing) {
    private static final Targets NOBODY = new Targets(List.of(), Hearing.DEAF);

    static Targets of(Reading reading, HearingMemory memory, Signal signal, Delivery to) {
        Optional<ProcessFacts> main = reading.main();
        if (main.isEmpty()) {
            return NOBODY;
        }
        return new Selection(reading.tree(), main.get(), memory, signal).to(to);
    }

    private record Selection(List<ProcessFacts> tree, ProcessFacts main, HearingMemory memory, Signal signal) {
        Targets to(Delivery delivery) {
            return switch (delivery) {
                case MAIN -> onlyMain();
                case AUTO -> auto();
                case DESCENDANTS -> descendants();
                case ALL -> all();
            };
        }

        private Targets auto() {
            if (hears(main) || hearing(main) == Hearing.UNKNOWN) {
                return onlyMain();
            }
            Targets below = descendants();
            // Nobody hears: the main process gets it as from `docker stop`. To a deaf one that is nothing; an init
            // which
            // we do not know passes it on; without a PID namespace of its own the default action ends it.
            return below.processes().isEmpty() ? onlyMain() : below;
        }

        private Targets onlyMain() {
            return new Targets(List.of(main), hearing(main));
        }

        private Targets descendants() {
            if (hearing(main) == Hearing.FORWARDS) {
                return NOBODY;
            }
            List<ProcessFacts> topmost = new ArrayList<>();
            below(main, topmost, true);
            return topmost.isEmpty() ? NOBODY : new Targets(topmost, hearing(topmost.getFirst()));
        }

        private Targets all() {
            List<ProcessFacts> everybody = new ArrayList<>();
            if (hearing(main) != Hearing.FORWARDS) {
                below(main, everybody, false);
            }
            everybody.add(main);
            return new Targets(everybody, hearing(main));
        }

        private void below(ProcessFacts parent, List<ProcessFacts> found, boolean topmost) {
            for (ProcessFacts child : tree) {
                if (child.parentPid() != parent.pid() || child.pid() == main.pid() || found.contains(child)) {
                    continue;
                }
                Hearing hearing = hearing(child);
                if (!topmost || hearing.hears()) {
                    found.add(child);
                }
                boolean closed = topmost ? hearing.hears() : hearing == Hearing.FORWARDS;
                if (!closed) {
                    below(child, found, topmost);
                }
            }
        }

        private boolean hears(ProcessFacts process) {
            return hearing(process).hears();
        }

        private Hearing hearing(ProcessFacts process) {
            return memory.hearing(process, signal);
        }
    }
}
