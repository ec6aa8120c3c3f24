package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_INVALID;
import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_REQUIRED;
import static dev.gracefulshutdown.api.Rule.brokenBy;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a policy or a shutdown is about. */
final class TargetRules {
    static final List<Rule<GracefulShutdownPolicySpec>> POLICY = List.of(
            new Rule<>(
                    "",
                    FIELD_VALUE_REQUIRED,
                    "exactly one of targetRef, selector and docker is needed",
                    "[has(self.targetRef), has(self.selector), has(self.docker)].exists_one(x, x)",
                    s -> brokenBy("", count(s.targetRef(), s.selector(), s.docker()) != 1),
                    (s, path) -> targets(s)),
            needsWorkload("state"),
            needsWorkload("restartNonce"));

    static final Rule<ClusterGracefulShutdownPolicySpec> CLUSTER_POLICY = new Rule<>(
            "",
            FIELD_VALUE_REQUIRED,
            "at least one of namespaceSelector and selector is needed: write namespaceSelector: {} for every pod there is",
            "has(self.namespaceSelector) || has(self.selector)",
            s -> brokenBy("", count(s.namespaceSelector(), s.selector()) == 0));

    /** Kubernetes' own groups of workloads have no dot, and those of others must have one. */
    static final List<Rule<TargetRef>> TARGET_REF = List.of(
            new Rule<>(
                    "kind",
                    FIELD_VALUE_INVALID,
                    "is no workload of Kubernetes: use Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod,"
                            + " or name the apiVersion of the group that the kind belongs to",
                    "self.apiVersion.contains('.') || self.kind in ['" + String.join("', '", TargetKind.names()) + "']",
                    ref -> brokenBy("kind", !ref.isOfOthers() && ref.known().isEmpty())),
            new Rule<>(
                    "apiVersion",
                    FIELD_VALUE_INVALID,
                    "is not the kind's: Deployment, StatefulSet, DaemonSet and ReplicaSet are apps/v1, Job and CronJob"
                            + " batch/v1, Pod v1",
                    "self.apiVersion.contains('.') || self.apiVersion =="
                            + " (self.kind == 'Pod' ? 'v1' : self.kind in ['Job', 'CronJob'] ? 'batch/v1'"
                            + " : self.kind in ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] ? 'apps/v1'"
                            + " : self.apiVersion)",
                    ref -> brokenBy(
                            "apiVersion",
                            !ref.isOfOthers()
                                    && TargetKind.of(ref.kind())
                                            .filter(k -> !k.apiVersion().equals(ref.apiVersion()))
                                            .isPresent())));

    static final Rule<DockerSelector> DOCKER = new Rule<>(
            "",
            FIELD_VALUE_REQUIRED,
            "at least one of names, labels and composeProject is needed: a host by itself would be every container on it",
            "(has(self.names) && size(self.names) > 0) || (has(self.labels) && size(self.labels) > 0)"
                    + " || has(self.composeProject)",
            s -> brokenBy(
                    "",
                    (s.names() == null || s.names().isEmpty())
                            && (s.labels() == null || s.labels().isEmpty())
                            && s.composeProject() == null));

    static final Rule<LabelSelectorRequirement> EXPRESSION = new Rule<>(
            "values",
            FIELD_VALUE_INVALID,
            "In and NotIn need values, Exists and DoesNotExist have none",
            "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)",
            e -> brokenBy(
                    "values",
                    List.of("In", "NotIn").contains(e.getOperator())
                            == e.getValues().isEmpty()));

    static final List<Rule<ShutdownSpec>> SHUTDOWN = List.of(
            new Rule<>(
                    "",
                    FIELD_VALUE_REQUIRED,
                    "exactly one of podRef and dockerContainer is needed",
                    "has(self.podRef) != has(self.dockerContainer)",
                    s -> brokenBy("", count(s.podRef(), s.dockerContainer()) != 1)),
            new Rule<>(
                    "plan",
                    FIELD_VALUE_INVALID,
                    "only one of policy and plan can hold: leave one out",
                    "!has(self.policy) || !has(self.plan)",
                    s -> brokenBy("plan", count(s.policy(), s.plan()) == 2)),
            new Rule<>(
                    "containers",
                    FIELD_VALUE_INVALID,
                    "are those of a pod: leave them out beside dockerContainer, which is one itself",
                    "!has(self.containers) || !has(self.dockerContainer)",
                    s -> brokenBy("containers", count(s.containers(), s.dockerContainer()) == 2)));

    private TargetRules() {}

    private static String targets(GracefulShutdownPolicySpec spec) {
        String named = Stream.of(
                        spec.targetRef() == null ? "" : "targetRef",
                        spec.selector() == null ? "" : "selector",
                        spec.docker() == null ? "" : "docker")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" and "));
        return named.isEmpty() ? "none is here" : named + " are here: leave one";
    }

    private static Rule<GracefulShutdownPolicySpec> needsWorkload(String field) {
        return new Rule<>(
                field,
                FIELD_VALUE_INVALID,
                field + " needs a workload of its own: use targetRef or docker instead of selector",
                "!has(self." + field + ") || !has(self.selector)",
                s -> brokenBy(
                        field, s.selector() != null && (field.equals("state") ? s.state() : s.restartNonce()) != null));
    }

    private static long count(@Nullable Object... fields) {
        return Stream.of(fields).filter(Objects::nonNull).count();
    }
}
