package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_INVALID;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the steps of a ladder follow each other and lie within the grace period. */
final class OrderRules {
    /** Where no grace period is known: beyond every offset, so that steps from the end follow those from the start. */
    private static final Duration FAR_END = Durations.MAX.multipliedBy(2);

    private static final String ORDER = "steps stand in the order of sending, each later than the one before"
            + " (those with beforeEnd last where no gracePeriod is set)";

    private static final String BOUNDS = "a step comes after the first signal and not after the end of the gracePeriod";

    /** For steps and grace period that stand together. */
    static final List<Rule<StopSettings>> SETTINGS = List.of(
            new Rule<>(
                    "escalation",
                    FIELD_VALUE_INVALID,
                    ORDER,
                    "!has(self.escalation) || " + withEnd("self", inOrder("self.escalation")),
                    s -> steps(s).flatMap(steps -> outOfOrder(steps, end(s.gracePeriod())))),
            new Rule<>(
                    "escalation",
                    FIELD_VALUE_INVALID,
                    BOUNDS,
                    "!has(self.escalation) || " + withEnd("self", inBounds("self.escalation")),
                    s -> steps(s).flatMap(steps -> outOfBounds(steps, end(s.gracePeriod()))),
                    OrderRules::outside));

    /** For overrides that bring either steps or a grace period, and inherit the other. */
    static final Rule<PolicySpec> OVERRIDES = new Rule<>(
            "containers",
            FIELD_VALUE_INVALID,
            "does not fit what the container inherits from the policy: " + BOUNDS + "; " + ORDER,
            "!has(self.containers) || self.containers.all(c, has(c.gracePeriod) == has(c.escalation) || "
                    + withEnd(
                            "c",
                            "(has(c.escalation) ? " + fits("c.escalation") + " : !has(self.escalation) || "
                                    + fits("self.escalation") + ")")
                    + ")",
            OrderRules::unfitOverrides);

    private OrderRules() {}

    /** Binds {@code end}; CEL has no other way to name a value in the versions of Kubernetes that are in use. */
    private static String withEnd(String owner, String condition) {
        String inherited = owner.equals("self") ? "" : "has(self.gracePeriod) ? duration(self.gracePeriod) : ";
        return "[has(" + owner + ".gracePeriod) ? duration(" + owner + ".gracePeriod) : " + inherited + "duration('"
                + Durations.format(FAR_END) + "')].all(end, " + condition + ")";
    }

    private static String fits(String steps) {
        return "(" + inOrder(steps) + " && " + inBounds(steps) + ")";
    }

    private static String inOrder(String steps) {
        return "[" + steps + ".map(s, has(s.at) ? duration(s.at)"
                + " : has(s.beforeEnd) ? end - duration(s.beforeEnd) : duration('0s'))]"
                + ".all(o, [0, 1, 2, 3, 4, 5, 6].all(i, i + 1 >= size(o) || o[i] < o[i + 1]))";
    }

    private static String inBounds(String steps) {
        return steps + ".all(s, (!has(s.at) || duration(s.at) <= end)"
                + " && (!has(s.beforeEnd) || duration(s.beforeEnd) < end))";
    }

    private static Stream<List<EscalationStep>> steps(StopSettings settings) {
        return Stream.ofNullable(settings.escalation());
    }

    private static Duration end(@Nullable Duration gracePeriod) {
        return gracePeriod == null ? FAR_END : gracePeriod;
    }

    private static Stream<String> outOfOrder(List<EscalationStep> steps, Duration end) {
        return IntStream.range(1, steps.size())
                .filter(i -> offset(steps.get(i), end).compareTo(offset(steps.get(i - 1), end)) <= 0)
                .mapToObj(i -> path(steps, i));
    }

    private static Stream<String> outOfBounds(List<EscalationStep> steps, Duration end) {
        return IntStream.range(0, steps.size())
                .filter(i -> isOutOfBounds(steps.get(i), end))
                .mapToObj(i -> path(steps, i));
    }

    /** By how much. */
    private static String outside(StopSettings settings, String path) {
        return steps(settings)
                .flatMap(steps -> IntStream.range(0, steps.size())
                        .filter(i -> path(steps, i).equals(path))
                        .mapToObj(steps::get))
                .map(step -> step.signal() + " is sent " + when(step) + ", and gracePeriod is "
                        + (settings.gracePeriod() == null ? "not set" : Durations.format(settings.gracePeriod())))
                .findFirst()
                .orElse("");
    }

    private static String when(EscalationStep step) {
        if (step.at() != null) {
            return "at " + Durations.format(step.at());
        }
        return step.beforeEnd() == null ? "" : Durations.format(step.beforeEnd()) + " before the end";
    }

    private static boolean isOutOfBounds(EscalationStep step, Duration end) {
        return (step.at() != null && step.at().compareTo(end) > 0)
                || (step.beforeEnd() != null && step.beforeEnd().compareTo(end) >= 0);
    }

    private static Duration offset(EscalationStep step, Duration end) {
        return step.at() != null ? step.at() : step.beforeEnd() != null ? end.minus(step.beforeEnd()) : Duration.ZERO;
    }

    private static String path(List<EscalationStep> steps, int i) {
        return "escalation[" + i + "]" + (steps.get(i).at() != null ? ".at" : ".beforeEnd");
    }

    private static Stream<String> unfitOverrides(PolicySpec policy) {
        List<ContainerOverride> overrides = policy.overrides();
        return IntStream.range(0, overrides.size()).boxed().flatMap(i -> {
            StopSettings own = overrides.get(i).settings();
            boolean alone = (own.gracePeriod() == null) != (own.escalation() == null);
            return alone && !fits(own.orElse(policy.settings()))
                    ? Stream.of("containers[" + i + "]." + (own.escalation() == null ? "gracePeriod" : "escalation"))
                    : Stream.empty();
        });
    }

    private static boolean fits(StopSettings settings) {
        Duration end = end(settings.gracePeriod());
        return steps(settings)
                .allMatch(steps -> outOfOrder(steps, end).findAny().isEmpty()
                        && outOfBounds(steps, end).findAny().isEmpty());
    }
}
