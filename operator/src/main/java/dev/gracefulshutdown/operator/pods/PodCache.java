package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.matching.Owner;
import dev.gracefulshutdown.matching.Owners;
import dev.gracefulshutdown.operator.lean.LeanStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods of the cluster, or of the namespaces that are watched: one lean copy for the whole operator. */
public final class PodCache implements AutoCloseable {
    /** The workloads that a pod belongs to, as {@link #key} writes them. */
    public static final String BY_OWNER = "owner";

    /** A pod's namespace: every informer has that one. */
    public static final String BY_NAMESPACE = Cache.NAMESPACE_INDEX;

    private final KubernetesClient client;
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Watch<Pod> watch;

    /**
     * Of the namespaces, or of all where none is named; watched once the first controller starts.
     *
     * @param client stays the caller's
     */
    public PodCache(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.namespaces.addAll(namespaces);
        var pods = namespaces.isEmpty()
                ? Stream.of(client.pods().inAnyNamespace())
                : namespaces.stream().map(client.pods()::inNamespace);
        watch = new Watch<>(pods.map(PodCache::informer), LeanPods::lean, Map.of(BY_OWNER, PodCache::owners));
    }

    private static SharedIndexInformer<Pod> informer(AnyNamespaceOperation<Pod, ?, ?> some) {
        return some.withLimit(LeanStore.PAGE).runnableInformer(0);
    }

    /**
     * Those of one more namespace; returns when they are known.
     *
     * @throws io.javaoperatorsdk.operator.OperatorException when they can't be watched; it can be tried again
     */
    public void add(String namespace) {
        if (!namespaces.contains(namespace)) {
            watch.add(informer(client.pods().inNamespace(namespace)));
            namespaces.add(namespace);
        }
    }

    /** Those that an index has at a key. */
    public List<Pod> byIndex(String index, String key) {
        return watch.byIndex(index, key);
    }

    /** One of them. */
    public Optional<Pod> get(ResourceID pod) {
        return watch.get(pod.getNamespace().orElse("") + "/" + pod.getName());
    }

    /**
     * For one controller.
     *
     * @param primaries whom it wakes that a pod came, changed or went; asked often
     */
    public <P extends HasMetadata> WatchSource<P> source(
            Class<P> primary, Function<PodChange, Stream<ResourceID>> primaries) {
        WatchSource<P> source = new WatchSource<>("pods", watch::start, watch::isHealthy);
        watch.listen(change -> {
            PodChange pod = new PodChange(change.before(), change.now());
            if (pod.matters()) {
                source.wake(primaries.apply(pod).collect(Collectors.toUnmodifiableSet()));
            }
        });
        return source;
    }

    /** The workloads that a pod belongs to, itself among them. */
    public static List<String> owners(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return Stream.concat(Stream.of(Owner.pod(pod.getMetadata().getName())), Owners.of(pod).stream())
                .map(owner -> key(namespace, owner))
                .toList();
    }

    /** A workload as a key. */
    public static String key(String namespace, Owner owner) {
        return String.join("/", namespace, owner.group(), owner.kind(), owner.name());
    }

    @Override
    public void close() {
        watch.close();
    }
}
