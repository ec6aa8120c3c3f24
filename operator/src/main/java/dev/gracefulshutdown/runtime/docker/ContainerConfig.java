package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container or an image is configured to run.
 *
 * @param imageId of the image; of an image its own
 * @param entrypoint may be empty
 * @param command may be empty
 * @param environment variables
 * @param stopSignal as it is written; empty when it isn't
 */
public record ContainerConfig(
        String imageId,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Optional<String> stopSignal) {
    public ContainerConfig {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    static ContainerConfig of(String imageId, JsonNode config) {
        return new ContainerConfig(
                imageId,
                words(config.path("Entrypoint")),
                words(config.path("Cmd")),
                variables(words(config.path("Env"))),
                Optional.of(Json.text(config, "StopSignal")).filter(s -> !s.isEmpty()));
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(word -> word.asText("")).toList();
    }

    private static Map<String, String> variables(List<String> lines) {
        Map<String, @Nullable String> variables = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return Map.copyOf(variables);
    }
}
