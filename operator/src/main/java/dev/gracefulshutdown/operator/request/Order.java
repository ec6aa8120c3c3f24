package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.PolicyRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a pod is shut down: by its deletion, or its containers in place by the agent of its node.
 *
 * @param policy the one that holds; empty without
 * @param dryRun why nothing is done, where that is so
 * @param kill whether SIGKILL is all that is asked for
 * @param handOver whether the kubelet asks the node's agent first, which goes by the same policy
 * @param grace until the kubelet's SIGKILL, in whole seconds
 * @param inPlace the containers that the agent shuts down in the pod that stays; empty for a deletion
 * @param missing what is not done, for only an agent could, in words
 */
record Order(
        Optional<PolicyRef> policy,
        Optional<String> dryRun,
        boolean kill,
        boolean handOver,
        Duration grace,
        List<String> inPlace,
        List<String> missing) {
    Order {
        inPlace = List.copyOf(inPlace);
        missing = List.copyOf(missing);
    }

    boolean isInPlace() {
        return !inPlace.isEmpty();
    }
}
