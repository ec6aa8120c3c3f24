package dev.gracefulshutdown.api;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules about more than one field, as the API server applies them by the CRD. What is about one field alone (types, allowed
 * values, bounds) is the schema's.
 */
public final class Rules {
    static final List<Rule<StopSettings>> SETTINGS = Stream.of(
                    Stream.of(StepRules.FIRST), OrderRules.SETTINGS.stream(), KillRules.SETTINGS.stream())
            .flatMap(rules -> rules)
            .toList();

    /** For a policy of either kind. */
    static final List<Rule<PolicySpec>> POLICY = Stream.concat(
                    KillRules.OVERRIDES.stream(), Stream.of(OrderRules.OVERRIDES))
            .toList();

    private Rules() {}

    /** What is wrong with a policy; paths begin below {@code spec}. */
    public static List<Violation> check(GracefulShutdownPolicySpec spec) {
        return Stream.of(
                        broken(TargetRules.POLICY, "", spec),
                        broken(TargetRules.TARGET_REF, "targetRef", spec.targetRef()),
                        broken(List.of(TargetRules.DOCKER), "docker", spec.docker()),
                        selector("selector", spec.selector()),
                        policy(spec))
                .flatMap(violations -> violations)
                .toList();
    }

    /** What is wrong with a policy for the cluster; paths begin below {@code spec}. */
    public static List<Violation> check(ClusterGracefulShutdownPolicySpec spec) {
        return Stream.of(
                        broken(List.of(TargetRules.CLUSTER_POLICY), "", spec),
                        selector("namespaceSelector", spec.namespaceSelector()),
                        selector("selector", spec.selector()),
                        policy(spec))
                .flatMap(violations -> violations)
                .toList();
    }

    /** What is wrong with a shutdown; paths begin below {@code spec}. */
    public static List<Violation> check(ShutdownSpec spec) {
        StopSettings plan = spec.plan();
        return Stream.of(
                        broken(TargetRules.SHUTDOWN, "", spec),
                        broken(List.of(KillRules.PLAN_KILL_SIGNAL), "plan", plan),
                        plan == null ? Stream.<Violation>empty() : settings("plan", plan))
                .flatMap(violations -> violations)
                .toList();
    }

    /** What is wrong with settings by themselves: a profile's, or those of a command line. */
    public static List<Violation> check(StopSettings settings) {
        return settings("", settings).toList();
    }

    private static Stream<Violation> policy(PolicySpec spec) {
        return Stream.of(
                        broken(POLICY, "", spec),
                        settings("", spec.settings()),
                        each(spec.overrides(), "containers", (o, path) -> settings(path, o.settings())))
                .flatMap(violations -> violations);
    }

    private static Stream<Violation> selector(String path, @Nullable LabelSelector selector) {
        return selector == null
                ? Stream.empty()
                : each(
                        selector.getMatchExpressions(),
                        path + ".matchExpressions",
                        (e, at) -> broken(List.of(TargetRules.EXPRESSION), at, e));
    }

    private static Stream<Violation> settings(String path, StopSettings settings) {
        return Stream.concat(
                broken(SETTINGS, path, settings),
                each(settings.escalation(), "escalation", (step, at) -> broken(StepRules.ALL, at, step))
                        .map(v -> path.isEmpty() ? v : v.under(path)));
    }

    private interface Check<T> {
        Stream<Violation> of(T value, String path);
    }

    private static <T> Stream<Violation> each(@Nullable List<T> values, String path, Check<T> check) {
        return values == null
                ? Stream.empty()
                : IntStream.range(0, values.size()).boxed().flatMap(i -> check.of(values.get(i), path + "[" + i + "]"));
    }

    private static <T> Stream<Violation> broken(List<Rule<T>> rules, String path, @Nullable T value) {
        return value == null
                ? Stream.empty()
                : rules.stream().flatMap(rule -> rule.check(value)).map(v -> path.isEmpty() ? v : v.under(path));
    }
}
