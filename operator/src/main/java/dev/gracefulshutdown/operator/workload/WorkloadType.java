package dev.gracefulshutdown.operator.workload;

import dev.gracefulshutdown.matching.Owner;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;

/**
 * A kind of workload.
 *
 * @param apiVersion for example {@code apps/v1}
 * @param kind for example {@code Deployment}
 */
public record WorkloadType(String apiVersion, String kind) {
    /** As the SDK names it. */
    public GroupVersionKind gvk() {
        return new GroupVersionKind(apiVersion, kind);
    }

    /** One of that kind, as policies are matched. */
    public Owner owner(String name) {
        int slash = apiVersion.indexOf('/');
        return new Owner(slash < 0 ? "" : apiVersion.substring(0, slash), kind, name);
    }

    /** As people write it: {@code apps/v1 Deployment}. */
    @Override
    public String toString() {
        return apiVersion + " " + kind;
    }
}
