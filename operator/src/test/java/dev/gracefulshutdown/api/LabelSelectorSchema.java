package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.SchemaPath.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.stream.Stream;

/** Bounds and texts for Kubernetes' own label selector, which knows none. */
final class LabelSelectorSchema {
    private static final long MAX_KEY = 317;
    private static final long MAX_VALUE = 63;

    private LabelSelectorSchema() {}

    static void finish(JSONSchemaProps selector, String of) {
        JSONSchemaProps labels = at(selector, "matchLabels");
        labels.setDescription("Labels that " + of + " carries, each with this value.");
        labels.setMaxProperties(16L);
        labels.getAdditionalProperties().getSchema().setMaxLength(MAX_VALUE);

        JSONSchemaProps expressions = at(selector, "matchExpressions");
        expressions.setDescription("Conditions on labels that " + of + " fulfils, all of them.");
        expressions.setMaxItems(16L);
        JSONSchemaProps expression = at(expressions, "[]");
        expression.setRequired(List.of("key", "operator"));
        JSONSchemaProps key = at(expression, "key");
        key.setDescription("The label's key.");
        key.setMaxLength(MAX_KEY);
        JSONSchemaProps operator = at(expression, "operator");
        operator.setDescription(
                "In and NotIn compare the label's value with values; Exists and DoesNotExist only ask for the key.");
        operator.setEnum(Stream.of("In", "NotIn", "Exists", "DoesNotExist")
                .<JsonNode>map(TextNode::valueOf)
                .toList());
        JSONSchemaProps values = at(expression, "values");
        values.setDescription("The values for In and NotIn.");
        values.setMaxItems(32L);
        values.getItems().getSchema().setMaxLength(MAX_VALUE);
    }
}
