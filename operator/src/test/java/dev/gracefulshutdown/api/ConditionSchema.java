package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.SchemaPath.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.stream.Stream;

/** Bounds and texts of Kubernetes' own conditions, as upstream's Go types have them. */
final class ConditionSchema {
    private ConditionSchema() {}

    static void finish(JSONSchemaProps condition) {
        condition.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
        text(at(condition, "type"), "What the condition speaks of, for example Ready.", 1, 316);
        text(at(condition, "status"), "Whether it is so: True, False or Unknown.", 1, 7);
        at(condition, "status")
                .setEnum(Stream.of("True", "False", "Unknown")
                        .<JsonNode>map(TextNode::valueOf)
                        .toList());
        text(at(condition, "reason"), "Why, in one word for machines.", 1, 1024);
        text(at(condition, "message"), "Why, in words for people.", 0, 32_768);
        text(at(condition, "lastTransitionTime"), "When the status changed last.", 0, 64);
        at(condition, "lastTransitionTime").setFormat("date-time");
        at(condition, "observedGeneration").setDescription("The generation of the spec that the condition speaks of.");
    }

    private static void text(JSONSchemaProps field, String description, long min, long max) {
        field.setDescription(description);
        field.setMinLength(min == 0 ? null : min);
        field.setMaxLength(max);
    }
}
