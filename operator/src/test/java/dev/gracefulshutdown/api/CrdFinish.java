package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.SchemaPath.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What fabric8's generator has no annotation for: list types, categories, the rules in {@link Rules}, a policy's defaults, and
 * everything about types that are not ours (label selectors, conditions).
 */
final class CrdFinish implements CRDPostProcessor {
    private static final Map<String, String> LIST_MAP_KEYS = Map.of("conditions", "type", "containers", "name");

    /** Lists that are no sets, because their order counts or entries may repeat. */
    private static final List<String> ATOMIC = List.of("escalation", "steps", "matchExpressions");

    private static final Rule<String> AT_MOST_A_DAY = new Rule<>(
            "",
            Rule.Reason.FIELD_VALUE_INVALID,
            "is more than 24h",
            "duration(self) <= duration('" + Durations.format(Durations.MAX) + "')",
            text -> Stream.empty());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JavadocText javadoc;

    CrdFinish(JavadocText javadoc) {
        this.javadoc = javadoc;
    }

    @Override
    public HasMetadata process(HasMetadata resource, String version) {
        var crd = (CustomResourceDefinition) resource;
        crd.getSpec().getNames().setCategories(List.of(Api.CATEGORY));
        JSONSchemaProps root =
                crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        root.setRequired(List.of("spec"));
        JSONSchemaProps spec = at(root, "spec");
        Class<?> kind = switch (crd.getSpec().getNames().getKind()) {
            case "GracefulShutdownPolicy" -> policy(root, spec);
            case "ClusterGracefulShutdownPolicy" -> clusterPolicy(root, spec);
            case "Shutdown" -> shutdown(root, spec);
            case "NodeShutdownReport" -> report(root);
            default -> throw new IllegalArgumentException(crd.getMetadata().getName());
        };
        if (root.getProperties().containsKey("status")) {
            ConditionSchema.finish(at(root, "status", "conditions", "[]"));
        }
        everyField(root);
        crd.getSpec().getVersions().getFirst().setAdditionalPrinterColumns(columns(kind));
        return crd;
    }

    private Class<?> policy(JSONSchemaProps root, JSONSchemaProps spec) {
        describe(
                root,
                GracefulShutdownPolicy.class,
                GracefulShutdownPolicySpec.class,
                GracefulShutdownPolicyStatus.class);
        defaults(spec, JSON.valueToTree(GracefulShutdownPolicySpec.DEFAULTS));
        add(spec, TargetRules.POLICY);
        rulesOfAnyPolicy(spec);
        add(at(spec, "targetRef"), TargetRules.TARGET_REF);
        add(at(spec, "docker"), List.of(TargetRules.DOCKER));
        selector(at(spec, "selector"), "a pod");
        return GracefulShutdownPolicy.class;
    }

    private Class<?> clusterPolicy(JSONSchemaProps root, JSONSchemaProps spec) {
        describe(
                root,
                ClusterGracefulShutdownPolicy.class,
                ClusterGracefulShutdownPolicySpec.class,
                ClusterGracefulShutdownPolicyStatus.class);
        defaults(spec, JSON.valueToTree(ClusterGracefulShutdownPolicySpec.DEFAULTS));
        add(spec, List.of(TargetRules.CLUSTER_POLICY));
        rulesOfAnyPolicy(spec);
        selector(at(spec, "namespaceSelector"), "a namespace");
        selector(at(spec, "selector"), "a pod");
        return ClusterGracefulShutdownPolicy.class;
    }

    private Class<?> report(JSONSchemaProps root) {
        describe(root, NodeShutdownReport.class, NodeShutdownReportSpec.class);
        root.getProperties().remove("status");
        return NodeShutdownReport.class;
    }

    private static void rulesOfAnyPolicy(JSONSchemaProps spec) {
        add(spec, Rules.POLICY);
        settings(spec);
        settings(at(spec, "containers", "[]"));
    }

    private static void selector(JSONSchemaProps selector, String of) {
        LabelSelectorSchema.finish(selector, of);
        add(at(selector, "matchExpressions", "[]"), List.of(TargetRules.EXPRESSION));
    }

    private Class<?> shutdown(JSONSchemaProps root, JSONSchemaProps spec) {
        describe(root, Shutdown.class, ShutdownSpec.class, ShutdownStatus.class);
        defaults(spec, JSON.valueToTree(ShutdownSpec.DEFAULTS));
        add(spec, TargetRules.SHUTDOWN);
        add(spec, TransitionRules.SHUTDOWN);
        JSONSchemaProps plan = at(spec, "plan");
        add(plan, List.of(KillRules.PLAN_KILL_SIGNAL));
        settings(plan);
        return Shutdown.class;
    }

    private static void settings(JSONSchemaProps owner) {
        add(owner, Rules.SETTINGS);
        add(at(owner, "escalation", "[]"), StepRules.ALL);
    }

    /** An object as a default is {}: its fields have defaults of their own, and may be set one by one. */
    private static void defaults(JSONSchemaProps schema, JsonNode values) {
        values.properties().forEach(field -> {
            JSONSchemaProps property = at(schema, field.getKey());
            boolean object = field.getValue().isObject();
            property.setDefault(object ? JSON.createObjectNode() : field.getValue());
            if (object) {
                defaults(property, field.getValue());
            }
        });
    }

    private static <T> void add(JSONSchemaProps schema, List<Rule<T>> rules) {
        List<ValidationRule> all = new ArrayList<>(
                schema.getXKubernetesValidations() == null ? List.of() : schema.getXKubernetesValidations());
        for (Rule<T> rule : rules) {
            ValidationRule added = new ValidationRule();
            added.setRule(rule.cel());
            added.setMessage(rule.message());
            added.setReason(EnumNames.of(rule.reason()));
            added.setFieldPath(rule.field().isEmpty() ? null : "." + rule.field());
            all.add(added);
        }
        schema.setXKubernetesValidations(all);
    }

    private void describe(JSONSchemaProps root, Class<?> kind, Class<?> spec, Class<?> status) {
        describe(root, kind, spec);
        at(root, "status").setDescription(javadoc.of(status));
    }

    private void describe(JSONSchemaProps root, Class<?> kind, Class<?> spec) {
        root.setDescription(javadoc.of(kind));
        at(root, "spec").setDescription(javadoc.of(spec));
    }

    /** In the order of the annotations; the generator's is by path. */
    private static List<CustomResourceColumnDefinition> columns(Class<?> kind) {
        return Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(column -> new CustomResourceColumnDefinitionBuilder()
                        .withName(column.name())
                        .withJsonPath(column.jsonPath())
                        .withType(column.type().getValue())
                        .withPriority(column.priority() == 0 ? null : column.priority())
                        .build())
                .toList();
    }

    private static void everyField(JSONSchemaProps schema) {
        schema.getProperties().forEach((name, field) -> {
            if (Durations.PATTERN.equals(field.getPattern())) {
                add(field, List.of(AT_MOST_A_DAY));
            }
            if (field.getItems() != null) {
                list(name, field, field.getItems().getSchema());
                everyField(field.getItems().getSchema());
            }
            everyField(field);
        });
    }

    private static void list(String name, JSONSchemaProps list, JSONSchemaProps items) {
        String key = items.getProperties().isEmpty() ? null : LIST_MAP_KEYS.get(name);
        if (items.getProperties().containsKey("podUid")) {
            // A report's containers: written whole, and so many that to keep book of each would cost more than they do.
            list.setXKubernetesListType("atomic");
        } else if (key != null) {
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(List.of(key));
        } else {
            list.setXKubernetesListType(ATOMIC.contains(name) ? "atomic" : "set");
        }
        if (items.getEnum() != null && !items.getEnum().isEmpty()) {
            list.setMaxItems((long) items.getEnum().size());
        }
    }
}
