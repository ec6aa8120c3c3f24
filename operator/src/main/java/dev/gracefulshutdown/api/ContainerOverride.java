package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Other settings for one container; what is not set is the policy's.
 *
 * @param name The container's name.
 * @param settings the fields from {@code strategy} to {@code onDeadline}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerOverride(
        @Required @Size(min = 1, max = 63) String name,
        @JsonUnwrapped StopSettings settings) {}
