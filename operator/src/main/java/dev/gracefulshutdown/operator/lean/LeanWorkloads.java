package dev.gracefulshutdown.operator.lean;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Workloads of any kind. Of a template nobody here reads more than the node selector, by which a DaemonSet is stopped, and of
 * a condition no more than what it is.
 */
public final class LeanWorkloads {
    private static final String SPEC = "spec";
    private static final String STATUS = "status";
    private static final String TEMPLATE = "template";
    private static final String NODE_SELECTOR = "nodeSelector";
    private static final String CONDITIONS = "conditions";
    private static final String TYPE = "type";

    private LeanWorkloads() {}

    /** The same object, made lean. */
    public static GenericKubernetesResource lean(GenericKubernetesResource workload) {
        LeanMetadata.clean(workload.getMetadata());
        Map<String, Object> fields = workload.getAdditionalProperties();
        fields.computeIfPresent(SPEC, (name, spec) -> leanSpec(spec));
        fields.computeIfPresent(STATUS, (name, status) -> leanStatus(status));
        return workload;
    }

    private static Object leanSpec(Object spec) {
        Map<String, Object> lean = copy(spec);
        lean.remove("jobTemplate");
        lean.computeIfPresent(TEMPLATE, (name, template) -> leanTemplate(template));
        return lean;
    }

    private static Map<String, Object> leanTemplate(Object template) {
        return template instanceof Map<?, ?> fields
                        && fields.get(SPEC) instanceof Map<?, ?> pod
                        && pod.get(NODE_SELECTOR) instanceof Map<?, ?> selector
                ? Map.of(SPEC, Map.of(NODE_SELECTOR, selector))
                : Map.of();
    }

    private static Object leanStatus(Object status) {
        Map<String, Object> lean = copy(status);
        lean.computeIfPresent(CONDITIONS, (name, conditions) -> leanConditions(conditions));
        return lean;
    }

    private static Object leanConditions(Object conditions) {
        return conditions instanceof List<?> list
                ? list.stream().map(LeanWorkloads::leanCondition).toList()
                : conditions;
    }

    private static Object leanCondition(Object condition) {
        return condition instanceof Map<?, ?> fields
                        && fields.get(TYPE) instanceof String type
                        && fields.get(STATUS) instanceof String status
                ? Map.of(TYPE, type.intern(), STATUS, status.intern())
                : condition;
    }

    private static Map<String, Object> copy(Object fields) {
        Map<String, Object> copy = new HashMap<>();
        if (fields instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }
}
