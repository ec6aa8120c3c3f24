package dev.gracefulshutdown.api.file;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What was found in files.
 *
 * @param documents the good ones, in the order of the files' names and then of the text
 * @param problems what is wrong with the others; empty when everything is good
 */
public record Loaded(List<Document<?>> documents, List<Problem> problems) {
    public Loaded {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    /** The good policies for a namespace. */
    public List<GracefulShutdownPolicy> policies() {
        return resources(GracefulShutdownPolicy.class);
    }

    /** The good policies for the cluster. */
    public List<ClusterGracefulShutdownPolicy> clusterPolicies() {
        return resources(ClusterGracefulShutdownPolicy.class);
    }

    /** The good shutdowns. */
    public List<Shutdown> shutdowns() {
        return resources(Shutdown.class);
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
        return problems.isEmpty();
    }

    private <T> List<T> resources(Class<T> type) {
        return documents.stream()
                .flatMap(document -> type.isInstance(document.resource())
                        ? Stream.of(type.cast(Objects.requireNonNull(document.resource())))
                        : Stream.empty())
                .toList();
    }
}
