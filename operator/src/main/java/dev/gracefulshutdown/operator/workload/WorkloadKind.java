package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;

/**
 * How workloads of one kind are stopped and started again: what is written into the {@code spec}, and nothing else.
 * Workloads are handled as generic objects, for a patch of what we change is all that is ever written back.
 */
public interface WorkloadKind {
    /** As a policy names it. */
    WorkloadType type();

    /** Whether nothing of it is meant to run. */
    boolean isStopped(GenericKubernetesResource workload);

    /** What a stop has to keep, so that a start can bring it back. */
    Map<String, Object> was(GenericKubernetesResource workload);

    /** The change of the {@code spec} that stops it. */
    Map<String, Object> stop();

    /**
     * The change of the {@code spec} that starts it.
     *
     * @param was as {@link #was} told it when it was stopped
     */
    Map<String, Object> start(Map<String, Object> was);

    /** How many pods it is meant to have now; for a kind that does not say, those that it has. */
    int desiredPods(GenericKubernetesResource workload, int present);

    /** Whether a pod that goes is replaced by a new one. */
    boolean replacesPods();

    /** The kind of what it makes, where that runs on by itself and has to be stopped and started too. */
    default Optional<WorkloadKind> makes() {
        return Optional.empty();
    }
}
