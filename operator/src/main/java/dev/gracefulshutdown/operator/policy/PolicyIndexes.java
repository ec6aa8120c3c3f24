package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.TargetRef;
import dev.gracefulshutdown.matching.Owner;
import dev.gracefulshutdown.operator.pods.PodCache;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Where a policy may reach, as keys of caches, so that nothing has to be searched through. */
final class PolicyIndexes {
    /** Of policies: the workload that they name, or the namespace whose pods they select. */
    static final String BY_REACH = "reach";

    private PolicyIndexes() {}

    static List<String> reach(GracefulShutdownPolicy policy) {
        String namespace = policy.getMetadata().getNamespace();
        TargetRef target = policy.getSpec().targetRef();
        if (target != null) {
            return List.of(PodCache.key(namespace, Owner.of(target)));
        }
        return policy.getSpec().selector() == null ? List.of() : List.of(namespace);
    }

    /** Where policies may reach this pod from. */
    static List<String> reachedFrom(Pod pod) {
        return Stream.concat(Stream.of(pod.getMetadata().getNamespace()), PodCache.owners(pod).stream())
                .toList();
    }
}
