package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Containers on a host with Docker; all that is set must fit.
 *
 * @param host The host's name in the operator's configuration. Default: the only host there is.
 * @param names The containers' names, for example orders-db.
 * @param labels Labels that the containers carry.
 * @param composeProject The Docker Compose project that the containers belong to.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DockerSelector(
        @Size(min = 1, max = 63) @Nullable String host,
        @Size(max = 64) @Nullable List<@Size(min = 1, max = 253) String> names,
        @Size(max = 16) @Nullable Map<String, @Size(max = 253) String> labels,
        @Size(min = 1, max = 63) @Nullable String composeProject) {
    public DockerSelector {
        names = names == null ? null : List.copyOf(names);
        labels = labels == null ? null : Map.copyOf(labels);
    }
}
