package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/** Why a pod ends, as far as its own status tells (Kubernetes, "Pod disruption conditions"). */
final class Causes {
    private Causes() {}

    static Cause of(Pod pod) {
        Optional<String> disruption = pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> "DisruptionTarget".equals(c.getType()) && "True".equals(c.getStatus()))
                        .map(PodCondition::getReason)
                        .findFirst();
        String reason = pod.getStatus() == null ? null : pod.getStatus().getReason();
        if ("NodeShutdown".equals(reason) || "Terminated".equals(reason)) {
            return Cause.NODE_SHUTDOWN;
        }
        if ("Evicted".equals(reason)) {
            return Cause.NODE_PRESSURE;
        }
        if (disruption.isPresent()) {
            return switch (disruption.get()) {
                case "TerminationByKubelet" -> Cause.NODE_PRESSURE;
                case "EvictionByEvictionAPI", "PreemptionByScheduler", "DeletionByTaintManager" -> Cause.EVICTION;
                default -> Cause.DELETION;
            };
        }
        if (isEndedAsAWhole(pod)) {
            return NodePlans.isDeleted(pod) ? Cause.DELETION : Cause.NODE_PRESSURE;
        }
        // A container that ends in a pod that stays was ended by a probe, or by the kubelet for a reason of its own.
        return NodePlans.isDeleted(pod) ? Cause.DELETION : Cause.PROBE;
    }

    /**
     * Under {@code restartPolicy: Always}, which is the default, a pod has no end of its own (Kubernetes, "Pod Lifecycle"). The
     * reason that the kubelet gave it is lost when its containers exit with 0.
     */
    private static boolean isEndedAsAWhole(Pod pod) {
        String policy = pod.getSpec() == null ? null : pod.getSpec().getRestartPolicy();
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return (policy == null || "Always".equals(policy)) && ("Succeeded".equals(phase) || "Failed".equals(phase));
    }
}
