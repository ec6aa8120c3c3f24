package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.plan.PodPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of a pod's ladders only an agent on its node can do. A deletion has one signal, which the runtime chooses, and
 * SIGKILL at the end. What can be left out without harm is left out and told; for what can't, the pod is not deleted.
 */
final class AgentsPart {
    private static final String AUTO = "Auto";

    private final Map<String, Plan> mains;
    private final Function<String, StopSettings> settings;

    AgentsPart(PodPlans plans, Function<String, StopSettings> settings) {
        this.mains = plans.mains();
        this.settings = settings;
    }

    /** Whether every container is meant to be killed at once. */
    boolean isKill() {
        return ladders().allMatch(ladder -> ladder.kill().isPresent());
    }

    /** Whether a deletion would do what nobody asked for: it ends in SIGKILL, and its signal is the runtime's choice. */
    boolean forbidsDeletion() {
        return ladders()
                .anyMatch(ladder -> ladder.onDeadline() == OnDeadline.HOLD
                        || ladder.kill()
                                .filter(signal -> !signal.equals(Signal.KILL))
                                .isPresent());
    }

    /** What is left out, in words. */
    List<String> missing() {
        return isKill()
                ? List.of()
                : mains.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(main -> missing(main.getKey(), main.getValue().ladder()))
                        .toList();
    }

    private Stream<String> missing(String container, Ladder ladder) {
        StopSettings own = settings.apply(container);
        List<String> missing = new ArrayList<>();
        if (ladder.kill().isPresent()) {
            missing.add("SIGKILL at once");
        }
        if (own.stopSignal() != null) {
            missing.add(own.stopSignal() + " at once (the runtime sends the container's own stop signal instead)");
        }
        for (Step step : ladder.steps()
                .subList(Math.min(1, ladder.steps().size()), ladder.steps().size())) {
            missing.add(step.signal() + " after " + Durations.format(step.at()));
        }
        if (AUTO.equals(own.profile())) {
            missing.add("profile Auto, which looks at the process");
        }
        if (ladder.drainDelay().isPositive()) {
            missing.add("drainDelay " + Durations.format(ladder.drainDelay()) + " before the first signal");
        }
        if (ladder.onUndeliverable() == OnUndeliverable.SKIP) {
            missing.add("onUndeliverable Skip");
        }
        if (ladder.maxExtension().isPositive()) {
            missing.add("extendWhile (the whole maxExtension is given)");
        }
        return missing.stream().map(what -> container + ": " + what);
    }

    private Stream<Ladder> ladders() {
        return mains.values().stream().map(Plan::ladder);
    }
}
