package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps after the first, as offsets from it. */
record Escalation(Duration grace, Delivery delivery) {
    /** As people wrote them: what does not fit is refused, with the field. */
    List<Step> written(List<EscalationStep> entries) throws InvalidPlanException {
        List<Step> steps = new ArrayList<>();
        Set<Duration> taken = new HashSet<>(Set.of(Duration.ZERO));
        for (int i = 0; i < entries.size(); i++) {
            EscalationStep entry = entries.get(i);
            String field = "escalation[" + i + "]." + (entry.at() != null ? "at" : "beforeEnd");
            Duration at = offset(entry);
            if (at.isNegative() || at.compareTo(grace) > 0) {
                throw new InvalidPlanException(
                        field,
                        entry.signal() + " lies outside the grace period of " + Durations.format(grace)
                                + ": raise gracePeriod or move the step");
            }
            if (!taken.add(at)) {
                throw new InvalidPlanException(
                        field,
                        entry.signal() + " falls on another step, " + Durations.format(at)
                                + " after the first signal: move one of them");
            }
            steps.add(step(entry, at));
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    /**
     * A profile's, which must make do with the grace period there is: in a shorter one its asking steps come sooner in
     * proportion, for to be killed without having been asked is worse; photographs that don't fit are left out.
     *
     * @param frame the grace period that the profile was written for
     */
    List<Step> fitted(List<EscalationStep> entries, @Nullable Duration frame) {
        double scale = frame == null || frame.isZero() || frame.compareTo(grace) <= 0
                ? 1
                : (double) grace.toNanos() / frame.toNanos();
        List<Step> steps = new ArrayList<>();
        for (EscalationStep entry : entries) {
            boolean asks = entry.purpose() != Purpose.DIAGNOSE;
            Duration offset = offset(entry);
            Duration at = asks ? free(moved(entry, offset, scale), steps) : offset;
            if (at.isPositive() && at.compareTo(grace) <= 0 && isFree(at, steps)) {
                steps.add(step(entry, at));
            }
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    /** Where another step is, half of what is left of the grace period later. */
    private Duration free(Duration wanted, List<Step> steps) {
        Duration at = wanted;
        while (!isFree(at, steps) && at.compareTo(grace) < 0) {
            at = at.plus(grace.minus(at).dividedBy(2));
        }
        return at;
    }

    private static boolean isFree(Duration at, List<Step> steps) {
        return steps.stream().noneMatch(s -> s.at().equals(at));
    }

    private Duration moved(EscalationStep entry, Duration offset, double scale) {
        if (entry.at() != null) {
            return Duration.ofNanos((long) (offset.toNanos() * scale));
        }
        return offset.isPositive() ? offset : grace.dividedBy(2);
    }

    private Duration offset(EscalationStep entry) {
        Duration at = entry.at();
        Duration beforeEnd = entry.beforeEnd();
        return at != null ? at : grace.minus(beforeEnd != null ? beforeEnd : Duration.ZERO);
    }

    private Step step(EscalationStep entry, Duration at) {
        return new Step(
                at,
                entry.signal(),
                entry.to() != null ? entry.to() : delivery,
                entry.purpose() != null ? entry.purpose() : Purpose.ASK);
    }
}
