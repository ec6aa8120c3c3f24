package dev.gracefulshutdown.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Kubernetes objects by kind, namespace and name. */
record Manifests(Map<String, JsonNode> byId) {
    static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> HELMS_OWN =
            Set.of("helm.sh/chart", "app.kubernetes.io/managed-by", "helm.sh/resource-policy");

    static Manifests parse(String yaml) {
        Map<String, JsonNode> objects = new TreeMap<>();
        documents(yaml).forEach(object -> {
            if (objects.put(id(object), object) != null) {
                throw new AssertionError(id(object) + " is there twice");
            }
        });
        return new Manifests(objects);
    }

    private static Stream<JsonNode> documents(String yaml) {
        try (var parser = YAML.getFactory().createParser(yaml)) {
            List<JsonNode> all = YAML.readValues(parser, JsonNode.class).readAll();
            return all.stream().filter(JsonNode::isObject);
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }

    private static String id(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return Stream.of(object.path("kind"), metadata.path("namespace"), metadata.path("name"))
                .map(JsonNode::asText)
                .reduce((a, b) -> a + "/" + b)
                .orElseThrow();
    }

    JsonNode get(String id) {
        JsonNode object = byId.get(id);
        if (object == null) {
            throw new AssertionError("no " + id + " among " + byId.keySet());
        }
        return object;
    }

    /** The container of the one Deployment. */
    JsonNode operator() {
        return deployment().at("/spec/template/spec/containers/0");
    }

    JsonNode deployment() {
        return only("Deployment");
    }

    private JsonNode only(String kind) {
        return byId.values().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** The container of the one DaemonSet. */
    JsonNode agent() {
        return agents().at("/spec/template/spec/containers/0");
    }

    JsonNode agents() {
        return only("DaemonSet");
    }

    Manifests without(String kind) {
        Map<String, JsonNode> others = new TreeMap<>(byId);
        others.keySet().removeIf(id -> id.startsWith(kind + "/"));
        return new Manifests(others);
    }

    /** The same without what only Helm puts there, and without its tests. */
    Manifests withoutHelm() {
        Map<String, JsonNode> plain = new TreeMap<>();
        byId.forEach((id, object) -> {
            if (!object.at("/metadata/annotations").has("helm.sh/hook")) {
                plain.put(id, plain(object));
            }
        });
        return new Manifests(plain);
    }

    private static JsonNode plain(JsonNode object) {
        JsonNode copy = object.deepCopy();
        ObjectNode metadata = (ObjectNode) copy.path("metadata");
        for (String part : List.of("labels", "annotations")) {
            if (metadata.path(part) instanceof ObjectNode entries) {
                entries.remove(HELMS_OWN);
                if (entries.isEmpty()) {
                    metadata.remove(part);
                }
            }
        }
        return copy;
    }
}
