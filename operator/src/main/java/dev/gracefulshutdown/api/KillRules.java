package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_FORBIDDEN;
import static dev.gracefulshutdown.api.Rule.brokenBy;

import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What belongs to a Stop has no meaning for a Kill, and the other way round. */
final class KillRules {
    private static final String IS_ZERO = "duration('0s')";

    /** A field of a ladder, and when it asks for something that a Kill does not do; a default asks for nothing. */
    private record LadderField(String name, String cel, Predicate<StopSettings> asks) {
        String asksIn(String owner) {
            return "(" + cel.replace("it.", owner + ".") + ")";
        }
    }

    private static final List<LadderField> LADDER = List.of(
            new LadderField(
                    "profile",
                    "has(it.profile) && it.profile != 'None'",
                    s -> s.profile() != null && !s.profile().equals("None")),
            new LadderField("stopSignal", "has(it.stopSignal)", s -> s.stopSignal() != null),
            new LadderField("gracePeriod", "has(it.gracePeriod)", s -> s.gracePeriod() != null),
            new LadderField("escalation", "has(it.escalation) && size(it.escalation) > 0", s -> any(s.escalation())),
            new LadderField(
                    "onUndeliverable",
                    "has(it.onUndeliverable) && it.onUndeliverable == 'Skip'",
                    s -> s.onUndeliverable() == OnUndeliverable.SKIP),
            new LadderField(
                    "drainDelay",
                    "has(it.drainDelay) && duration(it.drainDelay) > " + IS_ZERO,
                    s -> positive(s.drainDelay())),
            new LadderField(
                    "extendWhile", "has(it.extendWhile) && size(it.extendWhile) > 0", s -> any(s.extendWhile())),
            new LadderField(
                    "maxExtension",
                    "has(it.maxExtension) && duration(it.maxExtension) > " + IS_ZERO,
                    s -> positive(s.maxExtension())),
            new LadderField(
                    "onDeadline",
                    "has(it.onDeadline) && it.onDeadline == 'Hold'",
                    s -> s.onDeadline() == OnDeadline.HOLD));

    private static final String KILL_SIGNAL_ALONE =
            "killSignal is the signal of strategy Kill: set the strategy, or use stopSignal";

    private static final Rule<StopSettings> KILL_SIGNAL = new Rule<>(
            "killSignal",
            FIELD_VALUE_FORBIDDEN,
            KILL_SIGNAL_ALONE,
            "!has(self.killSignal) || !has(self.strategy) || self.strategy == 'Kill'",
            s -> brokenBy("killSignal", s.killSignal() != null && s.strategy() == Strategy.STOP));

    /** For settings by themselves. */
    static final List<Rule<StopSettings>> SETTINGS = Stream.concat(
                    LADDER.stream().map(KillRules::notWithKill), Stream.of(KILL_SIGNAL))
            .toList();

    /** For settings that inherit from nobody: a plan's. */
    static final Rule<StopSettings> PLAN_KILL_SIGNAL = new Rule<>(
            "killSignal",
            FIELD_VALUE_FORBIDDEN,
            KILL_SIGNAL_ALONE,
            "!has(self.killSignal) || has(self.strategy)",
            s -> brokenBy("killSignal", s.killSignal() != null && s.strategy() == null));

    /** For overrides that inherit the policy's strategy. */
    static final List<Rule<PolicySpec>> OVERRIDES = List.of(
            new Rule<>(
                    "containers",
                    FIELD_VALUE_FORBIDDEN,
                    "killSignal is the signal of strategy Kill, and the policy's is Stop: set the container's strategy",
                    "!has(self.containers) || (has(self.strategy) && self.strategy == 'Kill')"
                            + " || self.containers.all(c, !has(c.killSignal) || has(c.strategy))",
                    policy -> policy.settings().strategy() == Strategy.KILL
                            ? Stream.empty()
                            : brokenByOverrides(policy, s -> s.killSignal() != null, "killSignal")),
            new Rule<>(
                    "containers",
                    FIELD_VALUE_FORBIDDEN,
                    "the policy's strategy Kill sends one signal and waits for nothing: set the container's strategy to Stop",
                    "!has(self.containers) || !has(self.strategy) || self.strategy != 'Kill'"
                            + " || self.containers.all(c, has(c.strategy) || !("
                            + LADDER.stream().map(f -> f.asksIn("c")).collect(Collectors.joining(" || "))
                            + "))",
                    policy -> policy.settings().strategy() != Strategy.KILL
                            ? Stream.empty()
                            : LADDER.stream().flatMap(f -> brokenByOverrides(policy, f.asks(), f.name()))));

    private KillRules() {}

    private static Rule<StopSettings> notWithKill(LadderField field) {
        return new Rule<>(
                field.name(),
                FIELD_VALUE_FORBIDDEN,
                "strategy Kill sends one signal and waits for nothing: leave " + field.name()
                        + " out or use strategy Stop",
                "!has(self.strategy) || self.strategy != 'Kill' || !" + field.asksIn("self"),
                s -> brokenBy(
                        field.name(),
                        s.strategy() == Strategy.KILL && field.asks().test(s)));
    }

    private static Stream<String> brokenByOverrides(PolicySpec policy, Predicate<StopSettings> breaks, String field) {
        List<ContainerOverride> overrides = policy.overrides();
        return IntStream.range(0, overrides.size())
                .filter(i -> overrides.get(i).settings().strategy() == null)
                .filter(i -> breaks.test(overrides.get(i).settings()))
                .mapToObj(i -> "containers[" + i + "]." + field);
    }

    private static boolean any(@Nullable Collection<?> values) {
        return values != null && !values.isEmpty();
    }

    private static boolean positive(@Nullable Duration duration) {
        return duration != null && duration.isPositive();
    }
}
