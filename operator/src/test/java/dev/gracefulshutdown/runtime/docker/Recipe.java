package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A container to be created, as the Engine API wants it. */
final class Recipe {
    /** Says what it gets, and ends by TERM with 3, by INT with 4. */
    static final String POLITE = "trap 'echo got TERM; exit 3' TERM; trap 'echo got INT; exit 4' INT; "
            + "echo ready; while :; do sleep 0.05; done";

    /** Says what it gets, and goes on. */
    static final String COUNTING =
            "trap 'echo got TERM' TERM; trap 'echo got INT; exit 4' INT; " + "echo ready; while :; do sleep 0.05; done";

    static final String DEAF = "trap '' TERM INT; echo ready; while :; do sleep 0.05; done";

    private final ObjectNode body = Json.MAPPER.createObjectNode();
    private final ObjectNode host = body.putObject("HostConfig");

    static Recipe shell(String script) {
        Recipe recipe = new Recipe();
        List.of("sh", "-c", script).forEach(recipe.body.putArray("Cmd")::add);
        recipe.body.putArray("Entrypoint");
        return recipe;
    }

    Recipe stopSignal(String signal) {
        body.put("StopSignal", signal);
        return this;
    }

    Recipe stopTimeout(int seconds) {
        body.put("StopTimeout", seconds);
        return this;
    }

    Recipe restart(String policy) {
        host.putObject("RestartPolicy").put("Name", policy);
        return this;
    }

    Recipe label(String name, String value) {
        body.withObject("/Labels").put(name, value);
        return this;
    }

    Recipe removedAtItsEnd() {
        host.put("AutoRemove", true);
        return this;
    }

    Recipe anonymousVolume(String path) {
        body.withObject("/Volumes").putObject(path);
        return this;
    }

    Recipe init() {
        host.put("Init", true);
        return this;
    }

    Recipe pidsOf(String mode) {
        host.put("PidMode", mode);
        return this;
    }

    Recipe network(String mode) {
        host.put("NetworkMode", mode);
        return this;
    }

    Recipe memory(long bytes) {
        host.put("Memory", bytes).put("MemorySwap", bytes);
        return this;
    }

    String toJson(String image) {
        return body.put("Image", image).toString();
    }
}
