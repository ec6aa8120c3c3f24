package dev.gracefulshutdown.ladder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was read of a container's processes at one moment.
 *
 * @param mainPid the container's main process, as the host numbers it
 * @param mainAgeMillis how long the main process had run
 * @param processes the main process and its descendants, perhaps others of the container; zombies left out
 */
public record Reading(int mainPid, long mainAgeMillis, List<ProcessFacts> processes) {
    public Reading {
        processes = List.copyOf(processes);
    }

    /** The main process; empty when it is gone. */
    public Optional<ProcessFacts> main() {
        return processes.stream().filter(p -> p.pid() == mainPid).findFirst();
    }

    /** The main process and its descendants by the parent chain: without exec sessions, probes and hooks. */
    public List<ProcessFacts> tree() {
        if (main().isEmpty()) {
            return List.of();
        }
        Map<Integer, List<ProcessFacts>> children = children();
        // Level by level and each once: a tree that was read while it changed may show a loop, and one may be very
        // deep.
        Set<Integer> found = new HashSet<>(Set.of(mainPid));
        Deque<Integer> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (ProcessFacts child : children.getOrDefault(open.remove(), List.of())) {
                if (found.add(child.pid())) {
                    open.add(child.pid());
                }
            }
        }
        return processes.stream().filter(p -> found.contains(p.pid())).toList();
    }

    /** By the parent's PID. */
    Map<Integer, List<ProcessFacts>> children() {
        return processes.stream().collect(Collectors.groupingBy(ProcessFacts::parentPid));
    }
}
