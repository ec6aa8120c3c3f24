package dev.gracefulshutdown.ladder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of a container's processes at one moment.
 *
 * @param mainPid the container's main process, as the host numbers it
 * @param mainAgeMillis how long the main process had run
 * @param processes every process of the container, exec sessions and probes included, zombies left out
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
        Map<Integer, ProcessFacts> byPid = new HashMap<>();
        processes.forEach(p -> byPid.put(p.pid(), p));
        return processes.stream().filter(p -> descends(p, byPid)).toList();
    }

    private boolean descends(ProcessFacts process, Map<Integer, ProcessFacts> byPid) {
        ProcessFacts at = process;
        // A tree that was read while it changed may show a loop; more hops than processes is one.
        for (int hops = 0; at != null && hops <= processes.size(); hops++) {
            if (at.pid() == mainPid) {
                return true;
            }
            at = byPid.get(at.parentPid());
        }
        return false;
    }
}
