package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.TargetRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules once more, as plainly as they can be said, for tests: every policy is asked, and all are sorted. */
final class Specification {
    private record Ranked(int rank, String created, String name, HasMetadata policy) {}

    private Specification() {}

    /** What matches, the winner first. */
    static List<HasMetadata> ranking(
            Iterable<GracefulShutdownPolicy> policies,
            Iterable<ClusterGracefulShutdownPolicy> clusterPolicies,
            PodTraits pod) {
        List<Ranked> matching = new ArrayList<>();
        for (GracefulShutdownPolicy policy : policies) {
            int rank = rank(policy, pod);
            if (rank > 0) {
                matching.add(ranked(rank, policy));
            }
        }
        for (ClusterGracefulShutdownPolicy policy : clusterPolicies) {
            if (matches(policy, pod)) {
                matching.add(ranked(3, policy));
            }
        }
        matching.sort((a, b) -> a.rank != b.rank
                ? a.rank - b.rank
                : a.created.equals(b.created) ? a.name.compareTo(b.name) : a.created.compareTo(b.created));
        return matching.stream().map(Ranked::policy).toList();
    }

    private static Ranked ranked(int rank, HasMetadata policy) {
        return new Ranked(
                rank,
                policy.getMetadata().getCreationTimestamp(),
                policy.getMetadata().getName(),
                policy);
    }

    private static int rank(GracefulShutdownPolicy policy, PodTraits pod) {
        if (!policy.getMetadata().getNamespace().equals(pod.namespace())) {
            return 0;
        }
        TargetRef target = policy.getSpec().targetRef();
        if (target != null) {
            boolean itself = target.kind().equals("Pod") && target.name().equals(pod.name());
            boolean owner = pod.owners().stream()
                    .anyMatch(o -> o.kind().equals(target.kind())
                            && o.name().equals(target.name())
                            && o.group().equals(target.group()));
            return itself || owner ? 1 : 0;
        }
        LabelSelector selector = policy.getSpec().selector();
        return selector != null && LabelSelectors.matches(selector, pod.labels()) ? 2 : 0;
    }

    private static boolean matches(ClusterGracefulShutdownPolicy policy, PodTraits pod) {
        LabelSelector namespaces = policy.getSpec().namespaceSelector();
        if (Set.of("kube-system", World.OWN).contains(pod.namespace())
                && (namespaces == null
                        || (namespaces.getMatchLabels().isEmpty()
                                && namespaces.getMatchExpressions().isEmpty()))) {
            return false;
        }
        return takes(namespaces, pod.namespaceLabels())
                && takes(policy.getSpec().selector(), pod.labels());
    }

    private static boolean takes(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector == null || LabelSelectors.matches(selector, labels);
    }
}
