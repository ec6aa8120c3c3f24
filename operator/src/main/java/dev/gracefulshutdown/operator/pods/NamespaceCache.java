package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.operator.lean.LeanStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cluster's namespaces and their labels, which policies for the cluster look at. */
public final class NamespaceCache implements AutoCloseable {
    private final Watch<Namespace> watch;

    /**
     * Watched once the first controller starts.
     *
     * @param client stays the caller's
     */
    public NamespaceCache(KubernetesClient client) {
        watch = new Watch<>(
                Stream.of(client.namespaces().withLimit(LeanStore.PAGE).runnableInformer(0)),
                NamespaceCache::lean,
                Map.of());
    }

    /** By name, their labels. */
    public Map<String, Map<String, String>> labels() {
        return watch.all().collect(Collectors.toMap(it -> it.getMetadata().getName(), NamespaceCache::labels));
    }

    /** One namespace's; none for one that is not there. */
    public Map<String, String> labels(String namespace) {
        return watch.get(namespace).map(NamespaceCache::labels).orElse(Map.of());
    }

    /**
     * For one controller.
     *
     * @param primaries whom it wakes when a namespace comes, goes or is labelled anew
     */
    public <P extends HasMetadata> WatchSource<P> source(Class<P> primary, Supplier<Stream<ResourceID>> primaries) {
        WatchSource<P> source = new WatchSource<>("namespaces", watch::start, watch::isHealthy);
        watch.listen(change -> {
            if (!Objects.equals(
                    change.before().map(NamespaceCache::labels), change.now().map(NamespaceCache::labels))) {
                source.wake(primaries.get().collect(Collectors.toUnmodifiableSet()));
            }
        });
        return source;
    }

    private static Map<String, String> labels(Namespace namespace) {
        return Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
    }

    private static Namespace lean(Namespace namespace) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.getMetadata().getName())
                .withUid(namespace.getMetadata().getUid())
                .withLabels(namespace.getMetadata().getLabels())
                .endMetadata()
                .build();
    }

    @Override
    public void close() {
        watch.close();
    }
}
