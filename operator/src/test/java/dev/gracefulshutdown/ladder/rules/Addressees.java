package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules 5 and 6 once more: to whom a step goes, each process judged by itself. */
record Addressees(Ears ears, Reading reading, Signal signal) {
    private static final Set<String> SHELLS = Set.of("sh", "dash", "bash");

    Set<Integer> of(Delivery to) {
        ProcessFacts main = Ears.main(reading).orElseThrow();
        Set<Integer> alone = Set.of(main.pid());
        return switch (to) {
            case MAIN -> alone;
            case DESCENDANTS -> topmost();
            case ALL -> everybody();
            case AUTO -> {
                boolean itself = acts(main) || ears.hearing(main, signal) == Hearing.UNKNOWN;
                yield itself || topmost().isEmpty() ? alone : topmost();
            }
        };
    }

    private Set<Integer> topmost() {
        Tree tree = Tree.of(reading);
        return tree.descendants().stream()
                .filter(p -> acts(p) && aboveOf(tree, p).stream().noneMatch(a -> a.pid() != Script.MAIN && acts(a)))
                .filter(p -> !forwards(Ears.main(reading).orElseThrow()))
                .map(ProcessFacts::pid)
                .collect(Collectors.toSet());
    }

    private Set<Integer> everybody() {
        Tree tree = Tree.of(reading);
        Set<Integer> all = tree.descendants().stream()
                .filter(p -> aboveOf(tree, p).stream().noneMatch(this::forwards))
                .map(ProcessFacts::pid)
                .collect(Collectors.toCollection(HashSet::new));
        all.add(Script.MAIN);
        return all;
    }

    private static List<ProcessFacts> aboveOf(Tree tree, ProcessFacts process) {
        return tree.above(process);
    }

    private boolean forwards(ProcessFacts process) {
        return ears.hearing(process, signal) == Hearing.FORWARDS;
    }

    /** A shell that catches SIGINT but not SIGTERM waits for its child. */
    private boolean acts(ProcessFacts process) {
        boolean waits =
                signal.equals(Signal.INT) && SHELLS.contains(process.name()) && !ears.hears(process, Signal.TERM);
        return ears.hears(process, signal) && !waits;
    }
}
