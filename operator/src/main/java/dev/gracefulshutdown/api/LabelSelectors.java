package dev.gracefulshutdown.api;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;

/** Label selectors as the API server evaluates them (k8s.io/apimachinery, {@code LabelSelectorAsSelector}). */
public final class LabelSelectors {
    private LabelSelectors() {}

    /** Whether all of its requirements hold; an empty selector takes everything. */
    public static boolean matches(LabelSelector selector, Map<String, String> labels) {
        Map<String, String> equal = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        return equal.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())))
                && selector.getMatchExpressions().stream().allMatch(e -> matches(e, labels));
    }

    private static boolean matches(LabelSelectorRequirement expression, Map<String, String> labels) {
        String value = labels.get(expression.getKey());
        return switch (expression.getOperator()) {
            case "In" -> value != null && expression.getValues().contains(value);
            case "NotIn" -> value == null || !expression.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException("no such operator: " + expression.getOperator());
        };
    }
}
