package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.matching.Owner;
import dev.gracefulshutdown.operator.lean.LeanStore;
import dev.gracefulshutdown.operator.lean.LeanWorkloads;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.workload.WorkloadType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workloads that policies name. A kind is watched from the first policy on that names one of it; where single namespaces
 * are watched, in each of them by itself, for the right to may be missing in one.
 */
final class WorkloadSources {
    private static final String BY_CONTROLLER = "controller";

    /**
     * What one source watches.
     *
     * @param namespace or the SDK's word for all of them
     */
    private record Place(WorkloadType type, String namespace) {
        boolean isEverywhere() {
            return namespace.equals(Constants.WATCH_ALL_NAMESPACES);
        }

        @Override
        public String toString() {
            return isEverywhere() ? type.toString() : type + " in " + namespace;
        }
    }

    private final Map<Place, InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy>> sources =
            new ConcurrentHashMap<>();
    private final Set<Place> stale = ConcurrentHashMap.newKeySet();

    /** Watches anew what it watches in a namespace that could not be read for a while: not every watch finds back by itself. */
    void renew(String namespace) {
        sources.keySet().stream()
                .filter(place -> place.namespace().equals(namespace))
                .forEach(stale::add);
    }

    /**
     * Finds a workload.
     *
     * @throws KubernetesClientException 404 when the kind is not served, 403 when it may not be listed or watched there
     * @throws OperatorException when the kind can't be watched for another reason
     */
    Optional<GenericKubernetesResource> get(WorkloadType type, ResourceID id, Context<GracefulShutdownPolicy> context) {
        return source(type, id.getNamespace().orElseThrow(), context).get(id);
    }

    /**
     * Finds what a workload has made: what names it as its controller.
     *
     * @throws KubernetesClientException as {@link #get} does
     */
    List<GenericKubernetesResource> madeBy(
            Owner owner, String namespace, WorkloadType type, Context<GracefulShutdownPolicy> context) {
        return source(type, namespace, context).byIndex(BY_CONTROLLER, PodCache.key(namespace, owner));
    }

    private InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy> source(
            WorkloadType type, String namespace, Context<GracefulShutdownPolicy> context) {
        boolean everywhere =
                context.getControllerConfiguration().getInformerConfig().watchAllNamespaces();
        Place place = new Place(type, everywhere ? Constants.WATCH_ALL_NAMESPACES : namespace);
        if (stale.contains(place)) {
            var _ = sources.computeIfPresent(place, (_, former) -> renewed(place, former, context));
        }
        return sources.computeIfAbsent(place, missing -> start(missing, context));
    }

    private InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy> renewed(
            Place place,
            InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy> former,
            Context<GracefulShutdownPolicy> context) {
        if (!stale.contains(place)) {
            return former;
        }
        var _ = context.eventSourceRetriever().dynamicallyDeRegisterEventSource(former.name());
        var fresh = start(place, context);
        stale.remove(place);
        return fresh;
    }

    private static InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy> start(
            Place place, Context<GracefulShutdownPolicy> context) {
        WorkloadType type = place.type();
        var retriever = context.eventSourceRetriever();
        EventSourceContext<GracefulShutdownPolicy> sourceContext = retriever.eventSourceContextForDynamicRegistration();
        var source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type.gvk(), GracefulShutdownPolicy.class)
                        .withName("workload " + place)
                        .withNamespaces(place.namespace())
                        .withFollowControllerNamespacesChanges(false)
                        .withItemStore(new TransformingItemStore<>(LeanWorkloads::lean))
                        .withInformerListLimit(LeanStore.PAGE)
                        .withPrimaryToSecondaryMapper((GracefulShutdownPolicy policy) -> Set.of())
                        .withSecondaryToPrimaryMapper(workload -> policies(type, workload, sourceContext))
                        .build(),
                sourceContext);
        tryToWatch(place, sourceContext.getClient());
        source.addIndexers(Map.of(BY_CONTROLLER, WorkloadSources::controllers));
        try {
            var _ = retriever.dynamicallyRegisterEventSource(source);
        } catch (OperatorException e) {
            // Else its name stays taken, and the next attempt would get this one.
            var _ = retriever.dynamicallyDeRegisterEventSource(source.name());
            throw e;
        }
        return source;
    }

    /** The SDK would lose the API server's words, for it doesn't know the kind's type. */
    private static void tryToWatch(Place place, KubernetesClient client) {
        var all = client.genericKubernetesResources(
                place.type().apiVersion(), place.type().kind());
        var there = place.isEverywhere() ? all.inAnyNamespace() : all.inNamespace(place.namespace());
        var present = there.list(new ListOptionsBuilder().withLimit(1L).build());
        ListOptions fromNow = new ListOptionsBuilder()
                .withResourceVersion(present.getMetadata().getResourceVersion())
                .build();
        there.watch(fromNow, new Unheard()).close();
    }

    /** Of a watch that is there to be allowed. */
    private static final class Unheard implements Watcher<GenericKubernetesResource> {
        @Override
        public void eventReceived(Action action, GenericKubernetesResource workload) {}

        @Override
        public void onClose(WatcherException cause) {}
    }

    private static Set<ResourceID> policies(
            WorkloadType type, GenericKubernetesResource workload, EventSourceContext<GracefulShutdownPolicy> context) {
        String target = PodCache.key(
                workload.getMetadata().getNamespace(),
                type.owner(workload.getMetadata().getName()));
        return Stream.concat(Stream.of(target), controllers(workload).stream())
                .flatMap(key -> context.getPrimaryCache().byIndex(PolicyIndexes.BY_REACH, key).stream())
                .map(ResourceID::fromResource)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> controllers(GenericKubernetesResource workload) {
        return workload.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(owner -> PodCache.key(
                        workload.getMetadata().getNamespace(),
                        new WorkloadType(owner.getApiVersion(), owner.getKind()).owner(owner.getName())))
                .toList();
    }
}
