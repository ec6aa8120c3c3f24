package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.operator.pods.LeanPods;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * What a policy finds when it is looked at.
 *
 * @param target the workload that it names, where it names one that can be stopped and started
 * @param made what the target has made and what runs on by itself: a CronJob's Jobs
 * @param pods those that it reaches, whether or not another policy holds for them; the ones that are over are left out
 * @param lost why none of them is its own, where that is so
 */
record Scene(Optional<Target> target, List<Target> made, List<Pod> pods, Optional<Refusal> lost) {
    /** A workload as it is now. */
    record Target(WorkloadKind kind, GenericKubernetesResource workload) {
        String display() {
            return kind.type().kind() + " " + workload.getMetadata().getName();
        }
    }

    Scene {
        made = List.copyOf(made);
        pods = List.copyOf(pods);
    }

    int ready() {
        return (int) pods.stream()
                .filter(pod -> LeanPods.ready(pod) && pod.getMetadata().getDeletionTimestamp() == null)
                .count();
    }
}
