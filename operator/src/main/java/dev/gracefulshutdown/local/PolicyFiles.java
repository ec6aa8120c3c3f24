package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.keeper.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies in a file or folder, read again and again: of a file with a mistake the last good version stays in force, and
 * a file that is gone takes its policies with it. For one thread.
 */
final class PolicyFiles {
    private final Path place;
    private Map<Path, List<Document<?>>> inForce = new TreeMap<>();

    /**
     * What holds now.
     *
     * @param policies in the order of their files
     * @param complaints about good ones that can't hold here
     * @param problems what is wrong in files
     */
    record Version(List<Policy> policies, List<String> complaints, List<Problem> problems) {}

    PolicyFiles(Path place) {
        this.place = place;
    }

    Version read() {
        Loaded loaded = ResourceFiles.read(place);
        Map<Path, List<Document<?>>> good = loaded.documents().stream()
                .collect(Collectors.groupingBy(Document::file, LinkedHashMap::new, Collectors.toList()));
        Set<Path> bad = loaded.problems().stream().map(Problem::file).collect(Collectors.toSet());
        Set<Path> files = new TreeSet<>(good.keySet());
        files.addAll(bad);
        files.addAll(inForce.keySet());
        boolean folderUnreadable = bad.contains(place) && Files.isDirectory(place) && !Files.isReadable(place);
        Map<Path, List<Document<?>>> next = new TreeMap<>();
        for (Path file : files) {
            boolean broken = (bad.contains(file) && Files.exists(file)) || folderUnreadable;
            List<Document<?>> version = (broken ? inForce : good).getOrDefault(file, List.of());
            if (!version.isEmpty()) {
                next.put(file, version);
            }
        }
        inForce = next;
        List<Document<?>> documents =
                next.values().stream().flatMap(List::stream).toList();
        return new Version(policies(documents), complaints(documents), loaded.problems());
    }

    /** The first of a name holds: a last good version may have one that stands elsewhere by now. */
    static List<Policy> policies(List<Document<?>> documents) {
        Map<String, Policy> byName = new LinkedHashMap<>();
        documents.stream().flatMap(PolicyFiles::policy).forEach(policy -> byName.putIfAbsent(policy.name(), policy));
        return new ArrayList<>(byName.values());
    }

    private static List<String> complaints(List<Document<?>> documents) {
        return documents.stream()
                .filter(document -> document.resource() instanceof ClusterGracefulShutdownPolicy)
                .map(document -> document.file() + ":" + document.line() + ": policy "
                        + document.resource().getMetadata().getName()
                        + ": a ClusterGracefulShutdownPolicy is for Kubernetes, and is left out here; write a"
                        + " GracefulShutdownPolicy with spec.docker")
                .toList();
    }

    private static Stream<Policy> policy(Document<?> document) {
        return document.resource() instanceof GracefulShutdownPolicy policy
                ? Stream.of(Policy.of(document.with(policy)))
                : Stream.empty();
    }
}
