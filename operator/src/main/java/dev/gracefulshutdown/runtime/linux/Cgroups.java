package dev.gracefulshutdown.runtime.linux;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cgroups of one process: {@code /proc/PID/cgroup}
 * (<a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>).
 */
record Cgroups(List<Entry> entries) {
    /**
     * One hierarchy.
     *
     * @param controllers empty for version 2
     * @param path relative to the reader's own cgroup namespace
     */
    record Entry(List<String> controllers, String path) {}

    Cgroups {
        entries = List.copyOf(entries);
    }

    static Cgroups parse(String file) {
        return new Cgroups(file.lines()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .map(parts -> new Entry(controllers(parts[1]), parts[2]))
                .toList());
    }

    private static List<String> controllers(String field) {
        return Arrays.stream(field.split(",")).filter(c -> !c.isEmpty()).toList();
    }

    /**
     * The container's id; empty for a process of the host. A container in a container need not be in all hierarchies: the
     * one that shows most of them counts.
     */
    Optional<String> containerId() {
        return entries.stream()
                .flatMap(e -> ContainerIds.inPath(e.path()).stream())
                .max(Comparator.comparingInt(ContainerIds.Found::depth))
                .map(ContainerIds.Found::id);
    }

    /** Of version 2, also where version 1 holds the controllers beside it. */
    Optional<String> unifiedPath() {
        return entries.stream()
                .filter(e -> e.controllers().isEmpty())
                .map(Entry::path)
                .findFirst();
    }

    /** Of version 1. */
    Optional<String> path(String controller) {
        return entries.stream()
                .filter(e -> e.controllers().contains(controller))
                .map(Entry::path)
                .findFirst();
    }
}
