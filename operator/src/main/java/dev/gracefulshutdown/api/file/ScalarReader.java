package dev.gracefulshutdown.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gracefulshutdown.api.TextForm;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one text, number or truth value by its schema. */
final class ScalarReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final Findings findings;

    ScalarReader(Findings findings) {
        this.findings = findings;
    }

    /** Reports what does not fit and gives nothing then. */
    JsonNode read(Node node, Schema schema, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.add(node, path, "is a map or a list", "one " + word(schema) + " is expected");
            return NOTHING;
        }
        return switch (schema.type()) {
            case "integer" -> integer(scalar, schema, path);
            case "boolean" -> truth(scalar, path);
            case null, default -> text(scalar, schema, path);
        };
    }

    private JsonNode text(ScalarNode node, Schema schema, String path) {
        String text = node.getValue();
        Optional<TextForm> form = TextForm.of(schema.pattern());
        if (!node.getTag().equals(Tag.STR) && form.isEmpty() && schema.allowed().isEmpty()) {
            return refuse(node, path, "is no text", "write it in quotes: \"" + text + "\"");
        }
        List<String> allowed = schema.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            return refuse(node, path, quoted(text) + " is not allowed", Remedies.oneOf(text, allowed));
        }
        if (form.isPresent()) {
            Optional<TextForm.Wrong> wrong = form.get().check(text);
            if (wrong.isPresent()) {
                TextForm.Wrong what = wrong.get();
                return refuse(node, path, quoted(text) + " " + what.message(), remedy(what));
            }
        } else if (schema.pattern() != null && !text.matches(schema.pattern())) {
            return refuse(node, path, quoted(text) + " does not fit", "it must match " + schema.pattern());
        }
        long max = schema.bound("maxLength").orElse(Long.MAX_VALUE);
        if (text.codePointCount(0, text.length()) > max) {
            return refuse(node, path, "is too long", "at most " + max + " characters are allowed");
        }
        if (text.length() < schema.bound("minLength").orElse(0L)) {
            return refuse(node, path, "is empty", "give it a value or leave the field out");
        }
        return JSON.textNode(text);
    }

    private static String remedy(TextForm.Wrong what) {
        return DidYouMean.of(what.text(), what.candidates())
                .map(candidate -> "did you mean " + candidate + "?")
                .orElse(what.remedy());
    }

    private JsonNode integer(ScalarNode node, Schema schema, String path) {
        String text = node.getValue();
        if (!node.getTag().equals(Tag.INT) || !text.matches("[-+]?[0-9]{1,18}")) {
            return refuse(node, path, quoted(text) + " is no whole number", "");
        }
        long value = Long.parseLong(text);
        long min = schema.bound("minimum").orElse(Long.MIN_VALUE);
        long max = schema.bound("maximum").orElse(Long.MAX_VALUE);
        if (value < min || value > max) {
            return refuse(node, path, text + " is out of range", "allowed are " + min + " to " + max);
        }
        return JSON.numberNode(value);
    }

    private JsonNode truth(ScalarNode node, String path) {
        return node.getTag().equals(Tag.BOOL)
                ? JSON.booleanNode(node.getValue().equalsIgnoreCase("true"))
                : refuse(node, path, quoted(node.getValue()) + " is neither true nor false", "");
    }

    private JsonNode refuse(Node node, String path, String message, String remedy) {
        findings.add(node, path, message, remedy);
        return NOTHING;
    }

    /** A default as it stands in the schema. */
    static JsonNode constant(Object value) {
        return switch (value) {
            case Number number -> JSON.numberNode(number.longValue());
            case Boolean truth -> JSON.booleanNode(truth);
            default -> JSON.textNode(value.toString());
        };
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + '"';
    }

    private static String word(Schema schema) {
        String type = schema.type();
        return type == null || type.equals("string")
                ? "text"
                : type.equals("integer") ? "whole number" : "true or false";
    }
}
