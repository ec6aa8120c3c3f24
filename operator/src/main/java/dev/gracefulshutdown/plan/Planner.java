package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.Strategy;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides a container's ladder. Each setting is the people's own, else the profile's, else the container's, else the
 * default; but of a profile's and a container's grace period the longer one counts.
 */
public final class Planner {
    private final StopSettings own;
    private final StopSettings profile;
    private final StopSettings settings;
    private final ContainerFacts container;
    private final List<String> assumptions = new ArrayList<>();

    private Planner(StopSettings own, StopSettings profile, ContainerFacts container) {
        this.own = own;
        this.profile = profile;
        this.settings = own.orElse(profile).orElse(StopSettings.DEFAULTS);
        this.container = container;
    }

    /**
     * Makes the plan.
     *
     * @param own what people wrote: the container's override, then the policy
     * @param profile of the known server; {@link StopSettings#NONE} without one
     * @throws InvalidPlanException when steps lie beyond the end, or two at the same time
     */
    public static Plan plan(StopSettings own, StopSettings profile, ContainerFacts container)
            throws InvalidPlanException {
        return new Planner(own, profile, container).plan();
    }

    private Plan plan() throws InvalidPlanException {
        if (settings.strategy() == Strategy.KILL) {
            return new Plan(Ladder.kill(orElse(settings.killSignal(), Signal.KILL)), assumptions);
        }
        Duration grace = gracePeriod();
        Ladder ladder = new Ladder(
                Optional.empty(),
                orElse(settings.drainDelay(), Duration.ZERO),
                steps(grace),
                grace,
                orElse(settings.onUndeliverable(), OnUndeliverable.WAIT),
                orElse(settings.extendWhile(), Set.of()),
                orElse(settings.maxExtension(), Duration.ZERO),
                orElse(settings.onDeadline(), OnDeadline.KILL));
        return new Plan(ladder, assumptions);
    }

    /** A profile knows what its server needs at the least; whoever gave the container more had a reason. */
    private Duration gracePeriod() {
        Duration written = own.gracePeriod();
        if (written != null) {
            return written;
        }
        Optional<Duration> known = Stream.of(Optional.ofNullable(profile.gracePeriod()), container.gracePeriod())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        if (known.isEmpty()) {
            assumptions.add("grace period " + Durations.format(container.assumedGracePeriod()) + " (assumed)");
        }
        return known.orElse(container.assumedGracePeriod());
    }

    private Signal stopSignal() {
        Signal known = orElse(settings.stopSignal(), container.stopSignal().orElse(null));
        return known == null ? Signal.TERM : known;
    }

    private List<Step> steps(Duration grace) throws InvalidPlanException {
        Step first = new Step(Duration.ZERO, stopSignal(), delivery(), Step.Purpose.ASK);
        Escalation later = new Escalation(grace, delivery());
        List<Step> steps = new ArrayList<>(List.of(first));
        steps.addAll(
                own.escalation() != null
                        ? later.written(own.escalation())
                        : later.fitted(orElse(profile.escalation(), List.of()), profile.gracePeriod()));
        return steps;
    }

    private Delivery delivery() {
        return orElse(settings.delivery(), Delivery.AUTO);
    }

    private static <T extends @Nullable Object> T orElse(@Nullable T value, T other) {
        return value != null ? value : other;
    }
}
