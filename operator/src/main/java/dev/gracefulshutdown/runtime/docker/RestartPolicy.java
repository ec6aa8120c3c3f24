package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * When the engine starts a container again
 * (<a href="https://docs.docker.com/engine/containers/start-containers-automatically/">Docker</a>).
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}
 * @param maximumRetryCount for {@code on-failure}; 0 is without end
 */
public record RestartPolicy(String name, int maximumRetryCount) {
    /** Never. */
    public static final RestartPolicy NO = new RestartPolicy("no", 0);

    private static final String NAME = "docker.restartPolicy";
    private static final String RETRIES = "docker.restartRetries";

    static RestartPolicy of(JsonNode hostConfig) {
        JsonNode policy = hostConfig.path("RestartPolicy");
        String name = Json.text(policy, "Name");
        return name.isEmpty()
                ? NO
                : new RestartPolicy(name, policy.path("MaximumRetryCount").asInt(0));
    }

    /** Whether the engine ever starts it again. */
    public boolean restarts() {
        return !name.equals(NO.name);
    }

    String toJson() {
        return Json.MAPPER
                .createObjectNode()
                .set(
                        "RestartPolicy",
                        Json.MAPPER.createObjectNode().put("Name", name).put("MaximumRetryCount", maximumRetryCount))
                .toString();
    }

    Map<String, String> toNotes() {
        return Map.of(NAME, name, RETRIES, Integer.toString(maximumRetryCount));
    }

    /** As a journal or a state file kept it. */
    public static Optional<RestartPolicy> of(Map<String, String> notes) {
        String retries = notes.getOrDefault(RETRIES, "");
        return Optional.ofNullable(notes.get(NAME))
                .map(name -> new RestartPolicy(name, retries.matches("\\d{1,9}") ? Integer.parseInt(retries) : 0));
    }
}
