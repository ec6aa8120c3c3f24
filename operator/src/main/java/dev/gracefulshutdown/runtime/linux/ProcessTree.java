package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ProcessFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A main process and all below it. Where the kernel lists children, only those are read, not the whole of {@code /proc}: a
 * thousand containers are read at once without a thousand scans. proc_pid_task(5) warns that such a list may leave one out
 * when another ends meanwhile, so a walk counts only when a second one finds the same.
 */
final class ProcessTree {
    private static final int WALKS = 3;

    private final ProcFs proc;

    ProcessTree(ProcFs proc) {
        this.proc = proc;
    }

    /** The main process first; empty when it is gone. Zombies are left out. */
    List<ProcessFacts> below(int main) {
        Optional<Set<Integer>> pids = walkedTwice(main);
        Stream<Integer> members = pids.map(Set::stream).orElseGet(() -> scanned(main));
        return members.flatMap(pid -> proc.facts(pid).stream()).toList();
    }

    private Optional<Set<Integer>> walkedTwice(int main) {
        Optional<Set<Integer>> before = walk(main);
        for (int i = 1; i < WALKS && before.isPresent(); i++) {
            Optional<Set<Integer>> again = walk(main);
            if (again.equals(before)) {
                return again;
            }
            before = again;
        }
        return Optional.empty();
    }

    private Optional<Set<Integer>> walk(int main) {
        Set<Integer> found = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(main));
        while (!open.isEmpty()) {
            int pid = open.poll();
            Optional<List<Integer>> children = proc.children(pid);
            if (children.isEmpty() && pid == main) {
                return Optional.empty();
            }
            if (found.add(pid)) {
                children.ifPresent(open::addAll);
            }
        }
        return Optional.of(found);
    }

    /** By the parents that all processes name. */
    private Stream<Integer> scanned(int main) {
        List<int[]> parents = new ArrayList<>();
        proc.pids().forEach(pid -> proc.stat(pid).ifPresent(s -> parents.add(new int[] {pid, s.parentPid()})));
        Set<Integer> found = new HashSet<>(Set.of(main));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (int[] process : parents) {
                grew |= found.contains(process[1]) && found.add(process[0]);
            }
        }
        return Stream.concat(
                Stream.of(main), parents.stream().map(p -> p[0]).filter(p -> p != main && found.contains(p)));
    }
}
