package dev.gracefulshutdown.policies;

import dev.gracefulshutdown.api.Api;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.matching.Exemption;
import dev.gracefulshutdown.matching.PodTraits;
import dev.gracefulshutdown.matching.PolicyIndex;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The policies of the cluster. They are watched as they are and read one by one, so that one with values of a newer version
 * is left out, and said, and the others hold.
 */
public final class PolicyWatch implements AutoCloseable {
    /** Of how many at once the first list is read: thousands in one piece would be the peak of all memory. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final PolicyIndex index;
    private final SharedIndexInformer<Namespace> namespaces;
    private final ReadPolicies<GracefulShutdownPolicy> own;
    private final ReadPolicies<ClusterGracefulShutdownPolicy> cluster;
    private final Set<String> only = ConcurrentHashMap.newKeySet();
    private final List<SharedIndexInformer<?>> watches = new CopyOnWriteArrayList<>();

    /**
     * Not started yet.
     *
     * @param client stays the caller's
     * @param ownNamespace where operator and agents run
     * @param only the namespaces whose policies count; empty for all
     * @param changed called after every change of a policy
     */
    public PolicyWatch(KubernetesClient client, String ownNamespace, Set<String> only, Runnable changed) {
        this.client = client;
        index = new PolicyIndex(ownNamespace);
        namespaces = client.namespaces().runnableInformer(0);
        own = new ReadPolicies<>(
                GracefulShutdownPolicy.class, client.getKubernetesSerialization(), index::put, index::remove, changed);
        cluster = new ReadPolicies<>(
                ClusterGracefulShutdownPolicy.class,
                client.getKubernetesSerialization(),
                index::put,
                index::remove,
                changed);
        watches.add(namespaces);
        this.only.addAll(only);
        Stream<AnyNamespaceOperation<GenericKubernetesResource, ?, ?>> places = only.isEmpty()
                ? Stream.of(policies(GracefulShutdownPolicy.class).inAnyNamespace())
                : only.stream().map(policies(GracefulShutdownPolicy.class)::inNamespace);
        places.forEach(place -> watches.add(watch(place, own)));
        watches.add(watch(policies(ClusterGracefulShutdownPolicy.class).inAnyNamespace(), cluster));
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            policies(Class<? extends HasMetadata> type) {
        return client.genericKubernetesResources(Api.API_VERSION, HasMetadata.getKind(type));
    }

    private static SharedIndexInformer<GenericKubernetesResource> watch(
            AnyNamespaceOperation<GenericKubernetesResource, ?, ?> place, ReadPolicies<?> reader) {
        var watch = place.withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new BasicItemStore<>(Cache::metaNamespaceKeyFunc) {
                    @Override
                    public GenericKubernetesResource put(String key, GenericKubernetesResource policy) {
                        return super.put(key, ReadPolicies.lean(policy));
                    }
                });
        watch.addEventHandler(reader);
        return watch;
    }

    /** Starts; done when everything that is there has been read. */
    public CompletableFuture<?> start() {
        return CompletableFuture.allOf(watches.stream()
                .map(watch -> watch.start().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** One more namespace whose policies count; done when they have been read. It can be tried again when that fails. */
    public CompletableFuture<?> add(String namespace) {
        if (only.contains(namespace)) {
            return CompletableFuture.completedFuture(null);
        }
        var watch = watch(policies(GracefulShutdownPolicy.class).inNamespace(namespace), own);
        return watch.start().toCompletableFuture().whenComplete((_, failure) -> {
            if (failure == null) {
                only.add(namespace);
                watches.add(watch);
            } else {
                watch.stop();
            }
        });
    }

    /** The one that holds for a pod. */
    public Optional<EffectivePolicy> of(Pod pod, String namespace) {
        return index.match(PodTraits.of(pod, namespace, namespaceLabels(namespace)))
                .winner();
    }

    /** The one of that name, whichever pods it matches. */
    public Optional<EffectivePolicy> named(String namespace, String name) {
        return index.find(
                new PolicyRef(HasMetadata.getKind(GracefulShutdownPolicy.class), namespace, name, null, null));
    }

    /** A namespace's labels; of one that was made a moment ago they are asked for. */
    public Map<String, String> namespaceLabels(String namespace) {
        return Optional.ofNullable(namespaces.getStore().getByKey(namespace))
                .or(() -> asked(namespace))
                .map(found -> Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.<String, String>of()))
                .orElseGet(() -> Map.of(Exemption.NAME, namespace));
    }

    private Optional<Namespace> asked(String namespace) {
        try {
            return Optional.ofNullable(client.namespaces().withName(namespace).get());
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    /** All policies of namespaces. */
    public Collection<GracefulShutdownPolicy> ofNamespaces() {
        return own.all();
    }

    /** All policies for the cluster. */
    public Collection<ClusterGracefulShutdownPolicy> ofCluster() {
        return cluster.all();
    }

    @Override
    public void close() {
        watches.forEach(SharedIndexInformer::stop);
    }
}
