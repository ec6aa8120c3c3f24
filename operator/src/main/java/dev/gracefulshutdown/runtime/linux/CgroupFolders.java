package dev.gracefulshutdown.runtime.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where containers' cgroups lie in the file system. For any number of threads. */
final class CgroupFolders {
    /** Of a container in a node that is a container itself, systemd's slices included. */
    private static final int DEEPEST = 10;

    /** How a path begins that leads out of our own cgroup namespace (cgroup_namespaces(7)), and what is below. */
    private static final Pattern UPWARD = Pattern.compile("((?:/\\.\\.)+)/(.+)");

    private final Path mount;

    /** The folders that such beginnings stand for, which nobody tells: a search through a node's takes a tenth of a second. */
    private final Map<Path, Path> ancestors = new ConcurrentHashMap<>();

    /** @param mount where the cgroup file systems are mounted, as a rule {@code /sys/fs/cgroup} */
    CgroupFolders(Path mount) {
        this.mount = mount;
    }

    /** A container's own, whatever it has made below for its main process. */
    CgroupFiles of(String containerId, Cgroups cgroups) {
        Optional<Path> unified = cgroups.unifiedPath()
                .flatMap(path -> Stream.of(mount, mount.resolve("unified"))
                        .filter(m -> Files.exists(m.resolve("cgroup.controllers")))
                        .flatMap(m -> folder(m, containerId, path).stream())
                        .findFirst());
        Optional<Path> memory =
                cgroups.path("memory").flatMap(path -> folder(mount.resolve("memory"), containerId, path));
        return new CgroupFiles(unified, memory);
    }

    /** Empty where the path does not show the container: then the figures are others' too. */
    private Optional<Path> folder(Path root, String containerId, String path) {
        return ContainerIds.inPath(path)
                .filter(found -> found.id().equals(containerId))
                .map(ContainerIds.Found::folder)
                .flatMap(own -> {
                    Matcher upward = UPWARD.matcher(own);
                    return upward.matches()
                            ? above(root, root.resolve(upward.group(1).substring(1)), upward.group(2), containerId)
                            : existing(root.resolve(own.substring(1))).or(() -> search(root, containerId, DEEPEST));
                });
    }

    private Optional<Path> above(Path root, Path beginning, String below, String containerId) {
        Optional<Path> direct =
                Optional.ofNullable(ancestors.get(beginning)).flatMap(ancestor -> existing(ancestor.resolve(below)));
        if (direct.isPresent()) {
            return direct;
        }
        Optional<Path> found = search(root, containerId, DEEPEST);
        found.filter(folder -> folder.endsWith(below))
                .ifPresent(folder ->
                        ancestors.put(beginning, up(folder, Path.of(below).getNameCount())));
        return found;
    }

    private static Path up(Path folder, int levels) {
        return folder.resolve("../".repeat(levels)).normalize();
    }

    private static Optional<Path> existing(Path folder) {
        return Optional.of(folder).filter(Files::isDirectory);
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
}
