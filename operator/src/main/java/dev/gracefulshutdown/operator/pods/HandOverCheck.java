package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether the kubelet asks an agent before it sends anything to a policy's pods; where it does not, agents follow the
 * kubelet.
 */
public final class HandOverCheck {
    private HandOverCheck() {}

    /**
     * Looks at the pods.
     *
     * @param admission whether new pods are prepared at all
     * @param mayHaveHooks whether a namespace's Pod Security allows hooks that name a host
     * @param hasAgent whether a node has an agent
     */
    public static Finding of(
            List<Pod> pods, boolean admission, Predicate<String> mayHaveHooks, Predicate<String> hasAgent) {
        if (pods.isEmpty()) {
            return Finding.unknown(Reason.PREPARED, "there are no pods to look at");
        }
        if (!admission) {
            return Finding.no(
                    Reason.NO_ADMISSION,
                    "the operator prepares no pods, for admission is off: agents follow the kubelet, which sends the"
                            + " first signal (docs/hand-over.md)");
        }
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(pod -> trouble(pod, mayHaveHooks, hasAgent).stream())
                .findFirst()
                .orElseGet(
                        () -> Finding.yes(Reason.PREPARED, "the kubelet asks the agents first, for all of its pods"));
    }

    /** Whether the hand-over is in place in all main containers. */
    public static boolean isPrepared(Pod pod) {
        return pod.getSpec().getContainers().stream().allMatch(HandOver::isPrepared);
    }

    private static Optional<Finding> trouble(Pod pod, Predicate<String> mayHaveHooks, Predicate<String> hasAgent) {
        String name = pod.getMetadata().getName();
        if (isPrepared(pod)) {
            return Stream.ofNullable(pod.getSpec().getNodeName())
                    .filter(hasAgent.negate())
                    .map(node -> Finding.no(
                            Reason.AGENT_AWAY,
                            "pod " + name + " is prepared, and no agent has reported from its node " + node
                                    + ": plain Kubernetes goes on there; see whether the agent's pod runs"))
                    .findFirst();
        }
        if (!mayHaveHooks.test(pod.getMetadata().getNamespace())) {
            return Optional.of(Finding.no(
                    Reason.POD_SECURITY,
                    "namespace " + pod.getMetadata().getNamespace()
                            + " enforces a Pod Security Standard that forbids the hook: agents follow the kubelet; to have"
                            + " the hand-over, label it pod-security.kubernetes.io/enforce-version=v1.33"));
        }
        Optional<String> ownHook = pod.getSpec().getContainers().stream()
                .filter(HandOver::hasOwnHook)
                .map(container -> container.getName())
                .findFirst();
        return Optional.of(ownHook.map(container -> Finding.no(
                        Reason.OWN_PRE_STOP_HOOK,
                        "container " + container + " of pod " + name
                                + " has a preStop hook of its own, which is not touched; take it out of the pod template for"
                                + " the hand-over"))
                .orElseGet(() -> Finding.no(
                        Reason.PODS_PREDATE_POLICY,
                        "pod " + name + " was created before the policy, or while admission was away: agents follow the"
                                + " kubelet for it; roll out once")));
    }
}
