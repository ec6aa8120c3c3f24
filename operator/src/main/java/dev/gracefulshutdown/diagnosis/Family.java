package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who descends from whom: exec sessions and probes, which no stop signal is for, are nobody's children here. */
final class Family {
    private final Reading reading;
    private final Map<Integer, List<ProcessFacts>> children;

    Family(Reading reading) {
        this.reading = reading;
        this.children = reading.tree().stream().collect(Collectors.groupingBy(ProcessFacts::parentPid));
    }

    List<ProcessFacts> childrenOf(ProcessFacts process) {
        return children.getOrDefault(process.pid(), List.of());
    }

    List<ProcessFacts> below(ProcessFacts process) {
        return below(process, found -> false);
    }

    /** Of each branch the first that is so; below it nobody is looked at. */
    List<ProcessFacts> topmost(ProcessFacts process, Predicate<ProcessFacts> wanted) {
        return below(process, wanted).stream().filter(wanted).toList();
    }

    private List<ProcessFacts> below(ProcessFacts process, Predicate<ProcessFacts> last) {
        List<ProcessFacts> found = new ArrayList<>();
        Set<Integer> seen = new HashSet<>(Set.of(process.pid()));
        Deque<ProcessFacts> open = new ArrayDeque<>(childrenOf(process));
        while (!open.isEmpty()) {
            ProcessFacts next = open.poll();
            if (seen.add(next.pid())) {
                found.add(next);
                if (!last.test(next)) {
                    open.addAll(childrenOf(next));
                }
            }
        }
        return found;
    }

    /** Processes of the container that are not below its main process. */
    List<ProcessFacts> strangers() {
        List<ProcessFacts> tree = reading.tree();
        return reading.processes().stream().filter(p -> !tree.contains(p)).toList();
    }
}
