package dev.gracefulshutdown.ladder;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** More time at the end while a condition holds (rule 9): which are looked at and when, and what they say. */
final class Extension {
    private static final long CHECK_EVERY = Duration.ofMillis(500).toNanos();

    /** DiskWrites needs 2 s of looking, DiskWait 1 s. */
    private static final long CHECK_AHEAD = Duration.ofMillis(2_500).toNanos();

    private final Set<Condition> conditions;
    private final Map<Condition, Verdict> verdicts = new EnumMap<>(Condition.class);
    private long checkedAt = Long.MIN_VALUE;

    Extension(Set<Condition> conditions) {
        this.conditions = conditions;
    }

    void learn(Map<Condition, Verdict> found) {
        verdicts.putAll(found);
    }

    /** Until that time, with a look at the conditions whenever one is due before the end of the grace period. */
    List<Effect> waitUntil(long now, long at, long end) {
        if (conditions.isEmpty()) {
            return List.of(new Effect.WaitUntil(at));
        }
        List<Effect> effects = new ArrayList<>();
        if (now >= nextCheck(end)) {
            checkedAt = now;
            effects.add(new Effect.Check(conditions));
        }
        effects.add(new Effect.WaitUntil(Math.min(at, nextCheck(end))));
        return effects;
    }

    private long nextCheck(long end) {
        return checkedAt == Long.MIN_VALUE ? end - CHECK_AHEAD : checkedAt + CHECK_EVERY;
    }

    /** One holds, or can't be told yet. */
    boolean asksForTime() {
        return any(Verdict.HOLDS) || conditions.stream().anyMatch(c -> verdict(c) == Verdict.PENDING);
    }

    /** What people must be told of the conditions now. */
    Set<Effect.Notice> notices() {
        Set<Effect.Notice> notices = EnumSet.noneOf(Effect.Notice.class);
        if (any(Verdict.HOLDS)) {
            notices.add(Effect.Notice.EXTENDED);
        }
        if (any(Verdict.UNKNOWN)) {
            notices.add(Effect.Notice.CONDITION_UNKNOWN);
        }
        return notices;
    }

    private boolean any(Verdict verdict) {
        return conditions.stream().anyMatch(c -> verdict(c) == verdict);
    }

    private Verdict verdict(Condition condition) {
        return verdicts.getOrDefault(condition, Verdict.PENDING);
    }
}
