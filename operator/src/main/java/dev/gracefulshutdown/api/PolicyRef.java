package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.client.CustomResource;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it stood at some moment.
 *
 * @param kind GracefulShutdownPolicy or ClusterGracefulShutdownPolicy.
 * @param namespace The policy's namespace; a ClusterGracefulShutdownPolicy has none.
 * @param name The policy's name.
 * @param uid The policy's uid.
 * @param generation The generation of its spec.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyRef(
        @Required @Size(min = 1, max = 63) String kind,
        @Size(max = 63) @Nullable String namespace,
        @Required @Size(min = 1, max = 253) String name,
        @Size(max = 63) @Nullable String uid,
        @Nullable Long generation) {

    /** To a policy as it stands now. */
    public static PolicyRef of(CustomResource<? extends PolicySpec, ?> policy) {
        return new PolicyRef(
                policy.getKind(),
                policy.getMetadata().getNamespace(),
                policy.getMetadata().getName(),
                policy.getMetadata().getUid(),
                policy.getMetadata().getGeneration());
    }

    /** For people: {@code GracefulShutdownPolicy shop/orders-db}. */
    public String display() {
        return kind + " " + (namespace == null ? "" : namespace + "/") + name;
    }
}
