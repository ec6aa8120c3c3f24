package dev.gracefulshutdown.ladder;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan that is decided: what a policy, a profile and an engine's defaults came to for one container.
 *
 * @param kill for the strategy Kill: this one signal now, and nothing else of the ladder
 * @param drainDelay between the shutdown's start and the first signal
 * @param steps increasing offsets, none beyond the grace period; the first at 0
 * @param gracePeriod from the moment when the first signal may be sent to the end
 * @param onUndeliverable what happens to the wait for a step that nobody could hear
 * @param extendWhile what gives more time at the end
 * @param maxExtension how much more at the most
 * @param onDeadline what happens at the end
 */
public record Ladder(
        Optional<Signal> kill,
        Duration drainDelay,
        List<Step> steps,
        Duration gracePeriod,
        OnUndeliverable onUndeliverable,
        Set<Condition> extendWhile,
        Duration maxExtension,
        OnDeadline onDeadline) {

    /** What happens to the wait for a step that nobody could hear. */
    public enum OnUndeliverable {
        /** It is waited for, as Docker does. */
        WAIT,
        /** It is jumped over: rule 7. */
        SKIP
    }

    /** What happens at the end. */
    public enum OnDeadline {
        KILL,
        /** Never SIGKILL by us: said loudly until it is released. */
        HOLD
    }

    /** @throws IllegalArgumentException when steps do not increase, or one lies beyond the end */
    public Ladder {
        steps = List.copyOf(steps);
        extendWhile = Set.copyOf(extendWhile);
        Duration before = null;
        for (Step step : steps) {
            if (before != null && step.at().compareTo(before) <= 0) {
                throw new IllegalArgumentException("steps must increase: " + step.at() + " after " + before);
            }
            if (step.at().compareTo(gracePeriod) > 0) {
                throw new IllegalArgumentException("a step beyond the end: " + step.at());
            }
            before = step.at();
        }
    }

    /** One signal now, no grace. */
    public static Ladder kill(Signal signal) {
        return new Ladder(
                Optional.of(signal),
                Duration.ZERO,
                List.of(),
                Duration.ZERO,
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    /** As {@code docker stop} does it: one signal, a grace period, SIGKILL. */
    public static Ladder stop(Step first, Duration gracePeriod) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(first),
                gracePeriod,
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    /** The same ladder with its first step at once. */
    public Ladder undrained() {
        return new Ladder(
                kill, Duration.ZERO, steps, gracePeriod, onUndeliverable, extendWhile, maxExtension, onDeadline);
    }

    /**
     * The same ladder where somebody else's end comes first (hard eviction, node shutdown): no drain delay, the first step
     * at once, the others in proportion, no extension; where only the extension is too long, that is cut (rule 1).
     *
     * @param available how long the engine lets the container live
     */
    public Ladder compressedTo(Duration available) {
        Duration left = available.minus(drainDelay).minus(gracePeriod);
        if (!left.isNegative()) {
            return new Ladder(
                    kill,
                    drainDelay,
                    steps,
                    gracePeriod,
                    onUndeliverable,
                    extendWhile,
                    min(left, maxExtension),
                    onDeadline);
        }
        Duration end = available.isNegative() ? Duration.ZERO : min(available, gracePeriod);
        List<Step> sooner = steps.stream()
                .map(s -> new Step(scaled(s.at(), end), s.signal(), s.to(), s.purpose()))
                .toList();
        boolean distinct = sooner.stream().map(Step::at).distinct().count() == sooner.size();
        return new Ladder(
                kill,
                Duration.ZERO,
                distinct ? sooner : sooner.subList(0, Math.min(1, sooner.size())),
                end,
                onUndeliverable,
                extendWhile,
                Duration.ZERO,
                onDeadline);
    }

    private Duration scaled(Duration at, Duration end) {
        return gracePeriod.isZero()
                ? Duration.ZERO
                : Duration.ofNanos((long) ((double) at.toNanos() * end.toNanos() / gracePeriod.toNanos()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
