package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.TargetRef;
import dev.gracefulshutdown.matching.Conflict;
import dev.gracefulshutdown.matching.Owner;
import dev.gracefulshutdown.matching.PodTraits;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.pods.LeanPods;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.policy.Scene.Target;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.operator.workload.WorkloadKind;
import dev.gracefulshutdown.operator.workload.WorkloadKinds;
import dev.gracefulshutdown.operator.workload.WorkloadType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at the cluster for a policy: its workload and its pods, from caches. */
final class Scenes {
    private static final Set<String> CONTROLLERS_WE_KNOW = Set.of("Deployment", "CronJob");

    private final WorkloadKinds kinds;
    private final WorkloadSources workloads;
    private final PolicyIndex index;

    Scenes(WorkloadKinds kinds, WorkloadSources workloads, PolicyIndex index) {
        this.kinds = kinds;
        this.workloads = workloads;
        this.index = index;
    }

    /** @throws RefusedException when there is nothing to look at, or no right to */
    Scene look(GracefulShutdownPolicy policy, PodCache pods, Context<GracefulShutdownPolicy> context)
            throws RefusedException {
        Optional<Target> target = target(policy, pods, context);
        List<Pod> reached =
                reached(policy, pods).filter(pod -> !LeanPods.isOver(pod)).toList();
        return new Scene(target, made(policy, target, context), reached, lost(policy, reached));
    }

    private Optional<Target> target(
            GracefulShutdownPolicy policy, PodCache pods, Context<GracefulShutdownPolicy> context)
            throws RefusedException {
        TargetRef ref = policy.getSpec().targetRef();
        if (ref == null) {
            return Optional.empty();
        }
        String namespace = policy.getMetadata().getNamespace();
        WorkloadType type = new WorkloadType(ref.apiVersion(), ref.kind());
        if (type.equals(WorkloadKinds.POD)) {
            checkPod(policy, ref, pods);
            return Optional.empty();
        }
        WorkloadKind kind = kinds.of(type)
                .orElseThrow(
                        () -> new RefusedException(
                                Refusal.forGood(
                                        Reason.KIND_UNKNOWN,
                                        "spec.targetRef: the operator does not look after " + type + ", only after "
                                                + String.join(", ", kinds.names())
                                                + "; further kinds with a scale subresource are a setting of the operator (scaleKinds)")));
        GenericKubernetesResource workload = workload(type, new ResourceID(ref.name(), namespace), context)
                .orElseThrow(() -> new RefusedException(notThere(type.kind(), ref, namespace)));
        checkOwner(type, ref, workload);
        return Optional.of(new Target(kind, workload));
    }

    private Optional<GenericKubernetesResource> workload(
            WorkloadType type, ResourceID id, Context<GracefulShutdownPolicy> context) throws RefusedException {
        try {
            return workloads.get(type, id, context);
        } catch (OperatorException | KubernetesClientException e) {
            throw notWatched(type, e);
        }
    }

    private List<Target> made(
            GracefulShutdownPolicy policy, Optional<Target> target, Context<GracefulShutdownPolicy> context)
            throws RefusedException {
        Optional<WorkloadKind> kind = target.flatMap(it -> it.kind().makes());
        if (kind.isEmpty()) {
            return List.of();
        }
        Target maker = target.get();
        Owner owner = maker.kind().type().owner(maker.workload().getMetadata().getName());
        WorkloadType type = kind.get().type();
        try {
            return workloads.madeBy(owner, policy.getMetadata().getNamespace(), type, context).stream()
                    .map(workload -> new Target(kind.get(), workload))
                    .toList();
        } catch (OperatorException | KubernetesClientException e) {
            throw notWatched(type, e);
        }
    }

    private static RefusedException notWatched(WorkloadType type, RuntimeException e) {
        boolean passes = e instanceof KubernetesClientException failed
                && failed.getCode() != HttpURLConnection.HTTP_FORBIDDEN
                && failed.getCode() != HttpURLConnection.HTTP_NOT_FOUND;
        if (passes) {
            throw e;
        }
        return new RefusedException(Refusal.forGood(
                Reason.FORBIDDEN,
                "spec.targetRef: the operator can't watch " + type + ": " + Messages.root(e)
                        + "; check that the API server serves it and that the operator's role may list and watch it there"
                        + " (docs/install.md). It is tried again in 5 minutes"));
    }

    private static void checkPod(GracefulShutdownPolicy policy, TargetRef ref, PodCache pods) throws RefusedException {
        if (policy.getSpec().state() != null || policy.getSpec().restartNonce() != null) {
            String field = policy.getSpec().state() != null ? "spec.state" : "spec.restartNonce";
            throw new RefusedException(Refusal.forGood(
                    Reason.NOT_POSSIBLE,
                    field + ": Pod " + ref.name() + " can't be started again once it is stopped, for nothing would"
                            + " create it anew; name its workload in spec.targetRef, or request a Shutdown"));
        }
        String namespace = policy.getMetadata().getNamespace();
        if (pods.get(new ResourceID(ref.name(), namespace)).isEmpty()) {
            throw new RefusedException(notThere("Pod", ref, namespace));
        }
    }

    /** What one of our kinds makes is that one's business: it would undo what we do. */
    private static void checkOwner(WorkloadType type, TargetRef ref, GenericKubernetesResource workload)
            throws RefusedException {
        for (OwnerReference owner : workload.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(owner.getController()) && CONTROLLERS_WE_KNOW.contains(owner.getKind())) {
                throw new RefusedException(Refusal.forGood(
                        Reason.NOT_POSSIBLE,
                        "spec.targetRef: " + type.kind() + " " + ref.name() + " belongs to " + owner.getKind() + " "
                                + owner.getName() + ", which would undo what is done to it; name that one"));
            }
        }
    }

    private static Refusal notThere(String kind, TargetRef ref, String namespace) {
        return Refusal.until(
                Reason.TARGET_NOT_FOUND,
                "spec.targetRef: there is no " + kind + " " + ref.name() + " in namespace " + namespace
                        + "; it is waited for");
    }

    private static Stream<Pod> reached(GracefulShutdownPolicy policy, PodCache pods) {
        String namespace = policy.getMetadata().getNamespace();
        TargetRef ref = policy.getSpec().targetRef();
        if (ref != null) {
            return pods.byIndex(PodCache.BY_OWNER, PodCache.key(namespace, Owner.of(ref))).stream();
        }
        LabelSelector selector = policy.getSpec().selector();
        return selector == null
                ? Stream.empty()
                : pods.byIndex(PodCache.BY_NAMESPACE, namespace).stream()
                        .filter(pod -> LabelSelectors.matches(selector, labels(pod)));
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** A policy has lost when another one has its workload, or every pod that it reaches. */
    private Optional<Refusal> lost(GracefulShutdownPolicy policy, List<Pod> reached) {
        String namespace = policy.getMetadata().getNamespace();
        TargetRef ref = policy.getSpec().targetRef();
        Optional<Conflict> workload = ref == null
                ? Optional.empty()
                : conflict(policy, new PodTraits(namespace, "", Map.of(), Map.of(), List.of(Owner.of(ref))));
        if (workload.isPresent()) {
            return workload.map(Scenes::conflicted);
        }
        List<Optional<Conflict>> each = reached.stream()
                .map(pod -> conflict(policy, PodTraits.of(pod, namespace, Map.of())))
                .toList();
        return !each.isEmpty() && each.stream().allMatch(Optional::isPresent)
                ? each.getFirst().map(Scenes::conflicted)
                : Optional.empty();
    }

    private Optional<Conflict> conflict(GracefulShutdownPolicy policy, PodTraits pod) {
        return index.match(pod).conflicts().stream()
                .filter(conflict -> conflict.loser().isOf(policy))
                .findFirst();
    }

    private static Refusal conflicted(Conflict conflict) {
        return Refusal.forGood(Reason.CONFLICTED, conflict.message());
    }
}
