package dev.gracefulshutdown.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML by a CRD's schema, as an API server would: types, required and unknown fields, bounds, list keys, defaults. Only what
 * the schema knows is walked, and the schema bounds every list, so aliases can't blow a document up.
 */
final class SchemaReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode NOTHING = MissingNode.getInstance();

    /** The root's own fields, which a CRD's schema need not name. */
    private static final Schema TYPE_NAME = new Schema(Map.of("type", "string"));

    private final Findings findings;
    private final ScalarReader scalars;

    SchemaReader(Findings findings) {
        this.findings = findings;
        this.scalars = new ScalarReader(findings);
    }

    /** A whole resource. What can't be read is reported and left out. */
    JsonNode document(MappingNode root, Schema schema) {
        Map<Object, Object> fields = new HashMap<>(schema.child("properties").raw());
        fields.put("apiVersion", TYPE_NAME.raw());
        fields.put("kind", TYPE_NAME.raw());
        fields.put("metadata", BundledSchemas.objectMeta().raw());
        return object(
                root,
                new Schema(Map.of("type", "object", "properties", fields, "required", List.of("metadata", "spec"))),
                "");
    }

    private JsonNode value(Node node, Schema schema, String path) {
        findings.place(path, node);
        if (node.getTag().equals(Tag.NULL)) {
            findings.add(node, path, "has no value", "give it one or leave the field out");
            return NOTHING;
        }
        String type = schema.type();
        return switch (type) {
            case null -> NOTHING;
            case "object" -> object(node, schema, path);
            case "array" -> array(node, schema, path);
            default -> scalars.read(node, schema, path);
        };
    }

    private JsonNode object(Node node, Schema schema, String path) {
        if (!(node instanceof MappingNode map)) {
            findings.add(node, path, "is no map", "write fields with a colon, for example " + example(schema));
            return NOTHING;
        }
        ObjectNode object = JSON.objectNode();
        Map<String, Node> keys = new HashMap<>();
        for (NodeTuple entry : map.getValue()) {
            key(entry.getKeyNode(), path, keys).ifPresent(name -> {
                JsonNode value = field(name, entry, schema, path);
                if (!value.isMissingNode()) {
                    object.set(name, value);
                }
            });
        }
        for (String name : schema.required()) {
            if (!keys.containsKey(name)) {
                findings.add(node, join(path, name), "is missing", "");
            }
        }
        tooMany(node, path, keys.size(), schema.bound("maxProperties"));
        defaults(object, keys.keySet(), schema);
        return object;
    }

    private Optional<String> key(Node key, String path, Map<String, Node> seen) {
        if (!(key instanceof ScalarNode scalar)) {
            findings.add(key, path, "has a field whose name is no text", "");
            return Optional.empty();
        }
        String name = scalar.getValue();
        Node first = seen.putIfAbsent(name, key);
        if (first != null) {
            findings.add(key, join(path, name), "stands here twice, first in line " + findings.line(first), "");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private JsonNode field(String name, NodeTuple entry, Schema schema, String path) {
        String field = join(path, name);
        Optional<Schema> known = schema.field(name).or(schema::values);
        if (known.isEmpty()) {
            findings.add(entry.getKeyNode(), field, "is no field", Remedies.field(name, schema.fields()));
            return NOTHING;
        }
        return value(entry.getValueNode(), known.get(), field);
    }

    private JsonNode array(Node node, Schema schema, String path) {
        if (!(node instanceof SequenceNode list)) {
            findings.add(node, path, "is no list", "write each entry behind a dash, or all in [ ]");
            return NOTHING;
        }
        if (tooMany(node, path, list.getValue().size(), schema.bound("maxItems"))) {
            return NOTHING;
        }
        ArrayNode array = JSON.arrayNode();
        Schema items = schema.items().orElseThrow();
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode value = value(list.getValue().get(i), items, at);
            if (!value.isMissingNode()) {
                array.add(value);
                unique(value, schema, i, at, seen);
            }
        }
        return array;
    }

    private void unique(JsonNode value, Schema schema, int i, String at, Map<JsonNode, Integer> seen) {
        JsonNode key = schema.listKey().map(value::path).orElse(value);
        if ("atomic".equals(schema.listType()) || key.isMissingNode()) {
            return;
        }
        Integer first = seen.putIfAbsent(key, i);
        if (first != null) {
            findings.add(
                    schema.listKey().map(name -> at + "." + name).orElse(at),
                    key.asText() + " stands in this list twice",
                    "");
        }
    }

    private boolean tooMany(Node node, String path, int size, Optional<Long> max) {
        boolean tooMany = max.isPresent() && size > max.get();
        if (tooMany) {
            findings.add(node, path, "has " + size + " entries", "at most " + max.get() + " are allowed");
        }
        return tooMany;
    }

    /** As the API server does: for every field that is not there, and then within what was filled in. */
    private static void defaults(ObjectNode object, Set<String> present, Schema schema) {
        for (String name : schema.fields()) {
            Schema field = schema.field(name).orElseThrow();
            Object value = field.defaultValue();
            if (value == null || present.contains(name)) {
                continue;
            }
            if (value instanceof Map<?, ?>) {
                ObjectNode filled = JSON.objectNode();
                defaults(filled, Set.of(), field);
                object.set(name, filled);
            } else {
                object.set(name, ScalarReader.constant(value));
            }
        }
    }

    private static String example(Schema schema) {
        return schema.fields().stream().findFirst().orElse("name") + ": …";
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
