package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who descends from whom. */
record Tree(Map<Integer, ProcessFacts> byPid) {
    static Tree of(Reading reading) {
        return new Tree(reading.processes().stream().collect(Collectors.toMap(ProcessFacts::pid, Function.identity())));
    }

    /** Parent, grandparent, … up to the main process. */
    List<ProcessFacts> above(ProcessFacts process) {
        List<ProcessFacts> above = new ArrayList<>();
        for (ProcessFacts at = byPid.get(process.parentPid()); at != null; at = byPid.get(at.parentPid())) {
            above.add(at);
        }
        return above;
    }

    /** The main process and whoever descends from it; no exec session. */
    List<ProcessFacts> members() {
        return byPid.values().stream()
                .filter(p -> p.pid() == Script.MAIN || above(p).stream().anyMatch(a -> a.pid() == Script.MAIN))
                .toList();
    }

    /** The descendants of the main process. */
    List<ProcessFacts> descendants() {
        return members().stream().filter(p -> p.pid() != Script.MAIN).toList();
    }
}
