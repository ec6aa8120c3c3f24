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
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The workloads that policies name. A kind is watched from the first policy on that names one of it. */
final class WorkloadSources {
    private static final String BY_CONTROLLER = "controller";

    private final Map<WorkloadType, InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy>> sources =
            new ConcurrentHashMap<>();

    /**
     * Finds a workload.
     *
     * @throws KubernetesClientException 404 when the kind is not served, 403 when it may not be listed
     * @throws OperatorException when the kind can't be watched for another reason
     */
    Optional<GenericKubernetesResource> get(WorkloadType type, ResourceID id, Context<GracefulShutdownPolicy> context) {
        return sources.computeIfAbsent(type, missing -> start(missing, context)).get(id);
    }

    /**
     * Finds what a workload has made: what names it as its controller.
     *
     * @throws KubernetesClientException as {@link #get} does
     */
    List<GenericKubernetesResource> madeBy(
            Owner owner, String namespace, WorkloadType type, Context<GracefulShutdownPolicy> context) {
        return sources.computeIfAbsent(type, missing -> start(missing, context))
                .byIndex(BY_CONTROLLER, PodCache.key(namespace, owner));
    }

    private static InformerEventSource<GenericKubernetesResource, GracefulShutdownPolicy> start(
            WorkloadType type, Context<GracefulShutdownPolicy> context) {
        var retriever = context.eventSourceRetriever();
        EventSourceContext<GracefulShutdownPolicy> sourceContext = retriever.eventSourceContextForDynamicRegistration();
        var source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type.gvk(), GracefulShutdownPolicy.class)
                        .withName("workload " + type)
                        .withNamespacesInheritedFromController()
                        .withItemStore(LeanStore.of(
                                LeanWorkloads::lean,
                                sourceContext
                                        .getControllerConfiguration()
                                        .getInformerConfig()
                                        .getNamespaces()))
                        .withInformerListLimit(LeanStore.PAGE)
                        .withPrimaryToSecondaryMapper((GracefulShutdownPolicy policy) -> Set.of())
                        .withSecondaryToPrimaryMapper(workload -> policies(type, workload, sourceContext))
                        .build(),
                sourceContext);
        tryToList(type, sourceContext);
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
    private static void tryToList(WorkloadType type, EventSourceContext<GracefulShutdownPolicy> context) {
        var all = context.getClient().genericKubernetesResources(type.apiVersion(), type.kind());
        ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
        Set<String> namespaces =
                context.getControllerConfiguration().getInformerConfig().getNamespaces();
        if (namespaces.contains(Constants.WATCH_ALL_NAMESPACES)) {
            all.inAnyNamespace().list(one);
        } else {
            namespaces.forEach(namespace -> all.inNamespace(namespace).list(one));
        }
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
