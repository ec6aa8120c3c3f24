package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/**
 * What is rolled out as one, and its pods.
 *
 * @param id which
 * @param pods all of them, whatever their phase
 */
record Workload(Id id, List<Pod> pods) {
    private static final Map<String, String> SHORT = Map.of(
            "Deployment", "deploy",
            "StatefulSet", "sts",
            "DaemonSet", "ds",
            "ReplicaSet", "rs",
            "CronJob", "cj",
            "Job", "job",
            "Pod", "pod");

    Workload {
        pods = List.copyOf(pods);
    }

    /** Identity within a cluster. */
    record Id(String namespace, String apiVersion, String kind, String name) {
        /** Of a pod that a node's own file makes; what the API shows is a mirror. */
        static final String STATIC_POD = "StaticPod";

        /** As kubectl takes it, where that has a short name: {@code deploy/web}. */
        String brief() {
            return SHORT.getOrDefault(kind, kind) + "/" + name;
        }
    }
}
