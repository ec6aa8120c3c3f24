package dev.gracefulshutdown.runtime.linux;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kernel's figures about one container's cgroup, of version 2 or 1
 * (<a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup v2</a>,
 * <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">memory controller v1</a>).
 *
 * @param unified its folder of version 2, where there is one
 * @param memory its folder of version 1's memory controller, where there is one
 */
record CgroupFiles(Optional<Path> unified, Optional<Path> memory) {
    /** Of a process without a cgroup of its own: its cgroup's figures are others' too, so there are none. */
    static CgroupFiles none() {
        return new CgroupFiles(Optional.empty(), Optional.empty());
    }

    /** The PIDs of all that is in it and below it; none where that can't be read. */
    IntStream processes() {
        return Stream.of(unified, memory)
                .flatMap(Optional::stream)
                .flatMapToInt(folder -> processes(folder.toFile()))
                .distinct();
    }

    private static IntStream processes(File folder) {
        IntStream here = read(folder.toPath(), "cgroup.procs").stream()
                .flatMap(String::lines)
                .mapToInt(Integer::parseInt)
                // The kernel says 0 of one that our PID namespace can't see.
                .filter(pid -> pid > 1);
        File[] below = folder.listFiles(File::isDirectory);
        return below == null ? here : IntStream.concat(here, Stream.of(below).flatMapToInt(CgroupFiles::processes));
    }

    /** How often the kernel has ended a process of this cgroup for want of memory; -1 where it does not say. */
    long oomKills() {
        OptionalLong v2 = value(unified, "memory.events", "oom_kill");
        OptionalLong kills = v2.isPresent() ? v2 : value(memory, "memory.oom_control", "oom_kill");
        return kills.orElse(-1);
    }

    /** Bytes written to block devices so far (version 2 only: version 1's counters miss what is written back later). */
    OptionalLong writtenBytes() {
        Optional<String> io = unified.flatMap(f -> read(f, "io.stat"));
        return io.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(io.get()
                        .lines()
                        .flatMap(line -> Stream.of(line.split(" ")))
                        .filter(word -> word.startsWith("wbytes="))
                        .mapToLong(word -> Long.parseLong(word.substring("wbytes=".length())))
                        .sum());
    }

    /** Bytes that wait to be written, or are being written. */
    OptionalLong unwrittenBytes() {
        OptionalLong v2 = sum(unified, "file_dirty", "file_writeback");
        return v2.isPresent() ? v2 : sum(memory, "total_dirty", "total_writeback");
    }

    private static OptionalLong sum(Optional<Path> folder, String one, String other) {
        OptionalLong a = value(folder, "memory.stat", one);
        OptionalLong b = value(folder, "memory.stat", other);
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }

    private static OptionalLong value(Optional<Path> folder, String file, String key) {
        return folder.flatMap(f -> read(f, file)).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(key.length() + 1).strip()))
                .findFirst();
    }

    private static Optional<String> read(Path folder, String file) {
        return ProcFile.readIfAllowed(folder.resolve(file).toString());
    }
}
