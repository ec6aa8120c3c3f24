package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.PolicyRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All policies, to be asked which holds for a pod: the one that names it most closely (targetRef, then selector, then
 * cluster), then the oldest, then the first by name. A pod costs a look at its owners and at the selectors of its own
 * namespace and of the cluster, however many policies there are elsewhere. Policies come and go one by one, as a watch tells
 * them. For any number of threads.
 */
public final class PolicyIndex {
    private final Exemption exemption;
    private final Map<String, NamespacePolicies> namespaces = new ConcurrentHashMap<>();
    private final Map<String, EffectivePolicy> cluster = new ConcurrentHashMap<>();

    /**
     * Without policies.
     *
     * @param ownNamespace where the operator and its agents run, which a policy for the cluster has to name, as kube-system
     */
    public PolicyIndex(String ownNamespace) {
        exemption = new Exemption(ownNamespace);
    }

    /** A new policy, or a new state of one. One for Docker's containers matches no pod. */
    public void put(GracefulShutdownPolicy policy) {
        if (policy.getSpec().docker() != null) {
            remove(policy);
            return;
        }
        namespaces
                .computeIfAbsent(policy.getMetadata().getNamespace(), _ -> new NamespacePolicies())
                .put(EffectivePolicy.of(policy));
    }

    /** A new policy, or a new state of one. */
    public void put(ClusterGracefulShutdownPolicy policy) {
        cluster.put(policy.getMetadata().getName(), EffectivePolicy.of(policy));
    }

    /** It is gone. */
    public void remove(GracefulShutdownPolicy policy) {
        NamespacePolicies there = namespaces.get(policy.getMetadata().getNamespace());
        if (there != null) {
            there.remove(policy.getMetadata().getName());
        }
    }

    /** It is gone. */
    public void remove(ClusterGracefulShutdownPolicy policy) {
        cluster.remove(policy.getMetadata().getName());
    }

    /** A policy as it is now; empty when it is gone. */
    public Optional<EffectivePolicy> find(PolicyRef policy) {
        if (policy.namespace() == null) {
            return Optional.ofNullable(cluster.get(policy.name()));
        }
        NamespacePolicies there = namespaces.get(policy.namespace());
        return there == null ? Optional.empty() : there.find(policy.name());
    }

    /** Which policy holds for a pod, and which only match it. */
    public Match match(PodTraits pod) {
        NamespacePolicies own = namespaces.get(pod.namespace());
        List<EffectivePolicy> matching = Stream.concat(
                        own == null ? Stream.empty() : own.matching(pod),
                        cluster.values().stream().filter(policy -> ofCluster(policy, pod)))
                .toList();
        return Match.of(matching);
    }

    private boolean ofCluster(EffectivePolicy policy, PodTraits pod) {
        return policy.spec() instanceof ClusterGracefulShutdownPolicySpec spec
                && !exemption.holds(pod.namespace(), spec.namespaceSelector())
                && takes(spec.namespaceSelector(), pod.namespaceLabels())
                && takes(spec.selector(), pod.labels());
    }

    private static boolean takes(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector == null || LabelSelectors.matches(selector, labels);
    }
}
