package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A container to be made.
 *
 * @param image by name or id
 * @param command instead of the image's; empty for that
 * @param environment added to the image's: {@code NAME=value}
 * @param labels to be found by
 * @param init the engine's own init in front
 */
public record NewContainer(
        String image, List<String> command, List<String> environment, Map<String, String> labels, boolean init) {
    public NewContainer {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    String toJson() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("Image", image);
        if (!command.isEmpty()) {
            command.forEach(body.putArray("Cmd")::add);
        }
        environment.forEach(body.putArray("Env")::add);
        labels.forEach(body.putObject("Labels")::put);
        if (init) {
            body.putObject("HostConfig").put("Init", true);
        }
        return body.toString();
    }
}
