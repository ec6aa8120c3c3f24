package dev.gracefulshutdown.runtime.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kernel's figures about one container's cgroup, of version 2 or 1
 * (<a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup v2</a>,
 * <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">memory controller v1</a>).
 */
final class CgroupFiles {
    /** Of a container in a node that is a container itself, systemd's slices included. */
    private static final int DEEPEST = 10;

    private final Optional<Path> unified;
    private final Optional<Path> memory;

    private CgroupFiles(Optional<Path> unified, Optional<Path> memory) {
        this.unified = unified;
        this.memory = memory;
    }

    /** Of a process without a cgroup of its own: its cgroup's figures are others' too, so there are none. */
    static CgroupFiles none() {
        return new CgroupFiles(Optional.empty(), Optional.empty());
    }

    /**
     * Finds a container's folders: its own, whatever it has made below for its main process.
     *
     * @param mount where the cgroup file systems are mounted, as a rule {@code /sys/fs/cgroup}
     */
    static CgroupFiles of(String containerId, Cgroups cgroups, Path mount) {
        Optional<Path> unified = cgroups.unifiedPath()
                .flatMap(path -> Stream.of(mount, mount.resolve("unified"))
                        .filter(m -> Files.exists(m.resolve("cgroup.controllers")))
                        .flatMap(m -> folder(m, containerId, path).stream())
                        .findFirst());
        Optional<Path> memory =
                cgroups.path("memory").flatMap(path -> folder(mount.resolve("memory"), containerId, path));
        return new CgroupFiles(unified, memory);
    }

    /**
     * Empty where the path does not show the container: then the figures are others' too. From a cgroup namespace of our
     * own others' paths begin with {@code /..}; then the id leads to the folder.
     */
    private static Optional<Path> folder(Path mount, String containerId, String path) {
        Optional<String> own = ContainerIds.inPath(path)
                .filter(found -> found.id().equals(containerId))
                .map(ContainerIds.Found::folder);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Path direct = mount.resolve(own.get().substring(1));
        return !path.contains("..") && Files.isDirectory(direct)
                ? Optional.of(direct)
                : search(mount, containerId, DEEPEST);
    }

    /** Other containers' folders come and go meanwhile, and that must not end the search. */
    private static Optional<Path> search(Path folder, String containerId, int deep) {
        List<Path> below = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(below::add);
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        Predicate<Path> ofContainer = path -> ContainerIds.inPath("/" + path.getFileName())
                .filter(found -> found.id().equals(containerId))
                .isPresent();
        Optional<Path> here = below.stream().filter(ofContainer).findFirst();
        return here.isPresent() || deep == 1
                ? here
                : below.stream()
                        .flatMap(path -> search(path, containerId, deep - 1).stream())
                        .findFirst();
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
