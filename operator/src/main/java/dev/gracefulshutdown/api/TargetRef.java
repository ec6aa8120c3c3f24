package dev.gracefulshutdown.api;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/**
 * The workload that a policy is for.
 *
 * @param apiVersion The workload's API version: apps/v1, batch/v1 or v1; or another group's, for example
 *     argoproj.io/v1alpha1.
 * @param kind The workload's kind: Deployment, StatefulSet, DaemonSet or ReplicaSet (apps/v1), Job or CronJob (batch/v1), Pod
 *     (v1); or another group's kind whose objects control pods and can be scaled, for example Rollout.
 * @param name The workload's name, in the policy's own namespace.
 */
public record TargetRef(
        @Required @Size(min = 1, max = 317) String apiVersion,
        @Required @Size(min = 1, max = 63) String kind,
        @Required @Size(min = 1, max = 253) String name) {

    /** Names one of Kubernetes' own. */
    public static TargetRef to(TargetKind kind, String name) {
        return new TargetRef(kind.apiVersion(), kind.kind(), name);
    }

    /** The API group, without the version; empty for Kubernetes' core. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** Which of Kubernetes' own workloads it is; empty for another group's. */
    public Optional<TargetKind> known() {
        return isOfOthers() ? Optional.empty() : TargetKind.of(kind);
    }

    /** A group that is not Kubernetes' own has a dot in its name. */
    boolean isOfOthers() {
        return apiVersion.contains(".");
    }
}
