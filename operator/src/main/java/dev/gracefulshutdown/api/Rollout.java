package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a restart goes through the pods.
 *
 * @param maxUnavailable How many pods may be away at the same time. Default: 1.
 * @param method Replace evicts pods, so that new ones take their place; InPlace ends the containers and lets the kubelet
 *     restart them in the same pod. Default: Replace.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollout(
        @Min(1) @Max(10_000) @Nullable Integer maxUnavailable,
        @PascalCase @Nullable Method method) {
    /** What holds where nothing is set. */
    public static final Rollout DEFAULTS = new Rollout(1, Method.REPLACE);

    /** How a pod is restarted. */
    public enum Method {
        REPLACE,
        IN_PLACE
    }
}
