package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/**
 * Kinds with a number of replicas: Deployment, StatefulSet, ReplicaSet, and others whose {@code scale} subresource stands for
 * {@code spec.replicas}. An autoscaler pauses by itself while there are none (Kubernetes, "Implicit maintenance-mode
 * deactivation").
 */
record Replicated(WorkloadType type) implements WorkloadKind {
    private static final String REPLICAS = "replicas";

    @Override
    public boolean isStopped(GenericKubernetesResource workload) {
        return replicas(workload) == 0;
    }

    @Override
    public Map<String, Object> was(GenericKubernetesResource workload) {
        return Map.of(REPLICAS, replicas(workload));
    }

    @Override
    public Map<String, Object> stop() {
        return Map.of(REPLICAS, 0);
    }

    @Override
    public Map<String, Object> start(Map<String, Object> was) {
        return Map.of(REPLICAS, was.get(REPLICAS) instanceof Number n ? n.intValue() : 1);
    }

    @Override
    public int desiredPods(GenericKubernetesResource workload, int present) {
        return replicas(workload);
    }

    @Override
    public boolean replacesPods() {
        return true;
    }

    /** Not set is 1, by the API's own default. */
    private static int replicas(GenericKubernetesResource workload) {
        return workload.get("spec", REPLICAS) instanceof Number n ? n.intValue() : 1;
    }
}
