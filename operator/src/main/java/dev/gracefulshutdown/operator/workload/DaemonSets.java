package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collections;
import java.util.Map;

/** A DaemonSet has no number that could be zero: a node selector that no node fulfils takes its pods away. */
record DaemonSets() implements WorkloadKind {
    private static final String LABEL = "gracefulshutdown.dev/stopped";

    @Override
    public WorkloadType type() {
        return new WorkloadType("apps/v1", "DaemonSet");
    }

    @Override
    public boolean isStopped(GenericKubernetesResource workload) {
        return workload.get("spec", "template", "spec", "nodeSelector") instanceof Map<?, ?> selector
                && selector.containsKey(LABEL);
    }

    /** The other entries of its selector are left alone, so nothing has to be kept. */
    @Override
    public Map<String, Object> was(GenericKubernetesResource workload) {
        return Map.of();
    }

    @Override
    public Map<String, Object> stop() {
        return nodeSelector(Map.of(LABEL, "true"));
    }

    @Override
    public Map<String, Object> start(Map<String, Object> was) {
        // In a merge patch, null takes a field away (RFC 7396).
        return nodeSelector(Collections.singletonMap(LABEL, null));
    }

    private static Map<String, Object> nodeSelector(Map<String, Object> entries) {
        return Map.of("template", Map.of("spec", Map.of("nodeSelector", entries)));
    }

    @Override
    public int desiredPods(GenericKubernetesResource workload, int present) {
        return workload.get("status", "desiredNumberScheduled") instanceof Number n ? n.intValue() : present;
    }

    @Override
    public boolean replacesPods() {
        return true;
    }
}
