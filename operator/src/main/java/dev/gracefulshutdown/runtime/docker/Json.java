package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The engine's JSON, where what is missing, null or of another type are all the same: not there. */
final class Json {
    /** Go's zero time: never. */
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static JsonNode read(byte[] body) throws IOException {
        JsonNode node = MAPPER.readTree(body);
        return node == null ? MAPPER.missingNode() : node;
    }

    static String text(JsonNode node, String field) {
        String value = node.path(field).textValue();
        return value == null ? "" : value;
    }

    static Optional<Instant> time(JsonNode node, String field) {
        try {
            return Optional.of(Instant.parse(text(node, field))).filter(t -> !t.equals(NEVER));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Map<String, String> map(JsonNode node) {
        Map<String, String> map = new LinkedHashMap<>();
        node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText("")));
        return Map.copyOf(map);
    }
}
