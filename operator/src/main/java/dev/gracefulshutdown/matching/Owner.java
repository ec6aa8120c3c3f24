package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.TargetRef;

/**
 * A workload that a pod belongs to, in the pod's own namespace. Versions don't count: a workload is the same one in each.
 *
 * @param group its API group; empty for Kubernetes' core
 * @param kind for example {@code StatefulSet}
 * @param name its name
 */
public record Owner(String group, String kind, String name) {
    /** The one that a policy names. */
    public static Owner of(TargetRef target) {
        return new Owner(target.group(), target.kind(), target.name());
    }

    /** The pod itself, which a policy may name too. */
    public static Owner pod(String name) {
        return new Owner("", "Pod", name);
    }
}
