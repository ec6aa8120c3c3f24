package dev.gracefulshutdown.operator.lean;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Our own resources. Thousands of them have the same few words in their conditions: one copy of each is kept. */
public final class LeanResources {
    private LeanResources() {}

    /** The same object, made lean. */
    public static GracefulShutdownPolicy lean(GracefulShutdownPolicy policy) {
        LeanMetadata.clean(policy.getMetadata());
        share(policy.getStatus() == null ? null : policy.getStatus().conditions());
        return policy;
    }

    /** The same object, made lean. */
    public static ClusterGracefulShutdownPolicy lean(ClusterGracefulShutdownPolicy policy) {
        LeanMetadata.clean(policy.getMetadata());
        share(policy.getStatus() == null ? null : policy.getStatus().conditions());
        return policy;
    }

    /** The same object, made lean. */
    public static Shutdown lean(Shutdown shutdown) {
        LeanMetadata.clean(shutdown.getMetadata());
        share(shutdown.getStatus() == null ? null : shutdown.getStatus().conditions());
        return shutdown;
    }

    private static void share(@Nullable List<Condition> conditions) {
        Stream.ofNullable(conditions).flatMap(List::stream).forEach(condition -> {
            condition.setType(shared(condition.getType()));
            condition.setStatus(shared(condition.getStatus()));
            condition.setReason(shared(condition.getReason()));
            condition.setMessage(shared(condition.getMessage()));
            condition.setLastTransitionTime(shared(condition.getLastTransitionTime()));
            condition.setAdditionalProperties(Map.of());
        });
    }

    /** The JVM forgets those that nobody holds any more. */
    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }
}
