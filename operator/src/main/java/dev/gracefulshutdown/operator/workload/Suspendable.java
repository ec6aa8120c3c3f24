package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs and CronJobs. A suspended Job's pods are ended with their grace period (Kubernetes, "Suspending a Job"); the Jobs of a
 * suspended CronJob run on (Kubernetes, "Schedule suspension"), so they are suspended too.
 */
record Suspendable(WorkloadType type, Optional<WorkloadKind> makes) implements WorkloadKind {
    private static final String SUSPEND = "suspend";

    /** A Job that is over has nothing left to stop. */
    @Override
    public boolean isStopped(GenericKubernetesResource workload) {
        return suspended(workload) || isOver(workload);
    }

    @Override
    public Map<String, Object> was(GenericKubernetesResource workload) {
        return Map.of(SUSPEND, suspended(workload));
    }

    @Override
    public Map<String, Object> stop() {
        return Map.of(SUSPEND, true);
    }

    @Override
    public Map<String, Object> start(Map<String, Object> was) {
        return Map.of(SUSPEND, Boolean.TRUE.equals(was.get(SUSPEND)));
    }

    @Override
    public int desiredPods(GenericKubernetesResource workload, int present) {
        return present;
    }

    @Override
    public boolean replacesPods() {
        return false;
    }

    private static boolean isOver(GenericKubernetesResource workload) {
        return workload.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .anyMatch(condition -> condition instanceof Map<?, ?> it
                                && "True".equals(it.get("status"))
                                && ("Complete".equals(it.get("type")) || "Failed".equals(it.get("type"))));
    }

    private static boolean suspended(GenericKubernetesResource workload) {
        return Boolean.TRUE.equals(workload.get("spec", SUSPEND));
    }
}
