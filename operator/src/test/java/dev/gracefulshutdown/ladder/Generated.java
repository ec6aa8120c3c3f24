package dev.gracefulshutdown.ladder;

import static dev.gracefulshutdown.ladder.World.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A random ladder on a random container, and what must be true of every run. */
final class Generated {
    private static final List<Signal> SIGNALS = List.of(Signal.TERM, Signal.INT, Signal.QUIT, Signal.USR1);

    final Ladder ladder;
    final World world = new World();

    Generated(Random random) {
        ladder = ladder(random);
        world.ageMillis = random.nextInt(20_000);
        world.lateness = random.nextInt(3) == 0 ? random.nextInt(50_000_000) : 0;
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int parent = i == 0 ? 1 : MAIN + random.nextInt(i);
            world.with(process(random, MAIN + i, parent, i + 1));
            if (random.nextInt(3) == 0) {
                world.exits(MAIN + i, pick(random, SIGNALS), Duration.ofMillis(random.nextInt(8_000)));
            }
        }
        for (Condition condition : Condition.values()) {
            world.verdicts.put(condition, pick(random, List.of(Condition.Verdict.values())));
        }
        if (random.nextInt(5) == 0) {
            world.exitsByItselfAt(Duration.ofMillis(random.nextInt(20_000)));
        }
    }

    private static ProcessFacts process(Random random, int pid, int parent, int namespacePid) {
        return new ProcessFacts(
                new ProcessKey(pid, 1),
                parent,
                namespacePid,
                "p" + pid,
                random.nextInt(10) == 0 ? 'T' : 'S',
                mask(random),
                mask(random),
                mask(random),
                random.nextInt(8) == 0,
                random.nextInt(10) != 0);
    }

    private static SignalSet mask(Random random) {
        SignalSet set = SignalSet.NONE;
        for (Signal signal : SIGNALS) {
            if (random.nextInt(4) == 0) {
                set = set.union(SignalSet.of(signal));
            }
        }
        return set;
    }

    private static Ladder ladder(Random random) {
        List<Step> steps = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < 1 + random.nextInt(5) && at <= 10_000; i++) {
            Step.Purpose purpose = i > 0 && random.nextInt(4) == 0 ? Step.Purpose.DIAGNOSE : Step.Purpose.ASK;
            steps.add(new Step(
                    Duration.ofMillis(at), pick(random, SIGNALS), pick(random, List.of(Delivery.values())), purpose));
            at += 1 + random.nextInt(4_000);
        }
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        for (Condition condition : Condition.values()) {
            if (random.nextInt(4) == 0) {
                conditions.add(condition);
            }
        }
        return new Ladder(
                Optional.empty(),
                Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(5_000)),
                steps,
                Duration.ofMillis(10_000 + random.nextInt(5_000)),
                pick(random, List.of(OnUndeliverable.values())),
                conditions,
                Duration.ofMillis(random.nextInt(10_000)),
                pick(random, List.of(OnDeadline.values())));
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    void checkInvariants(LadderRun run) {
        assertThat(world.sent)
                .as("each step reaches each process at most once")
                .extracting(s -> s.step() + "→" + s.pid())
                .doesNotHaveDuplicates();
        long firstAt = ladder.drainDelay().toNanos();
        assertThat(world.sent).as("no step before its time, but for Skip").allMatch(s -> s.at() >= firstAt);
        if (ladder.onUndeliverable() == OnUndeliverable.WAIT) {
            assertThat(world.sent)
                    .allMatch(s -> s.at()
                            >= firstAt + ladder.steps().get(s.step()).at().toNanos());
            assertThat(world.kills)
                    .allMatch(at -> at >= firstAt + ladder.gracePeriod().toNanos());
        }
        if (ladder.onDeadline() == OnDeadline.HOLD) {
            assertThat(world.kills).as("Hold never kills").isEmpty();
        }
        assertThat(run.outcome()).as("every run comes to an end").isPresent();
        if (!world.kills.isEmpty()) {
            long kill = world.kills.getFirst();
            assertThat(world.sent).as("nobody is asked after SIGKILL").allMatch(s -> s.at() <= kill);
            long latest = firstAt
                    + ladder.gracePeriod().toNanos()
                    + ladder.maxExtension().toNanos();
            assertThat(kill)
                    .as("SIGKILL at the end, late only as the clock is")
                    .isLessThanOrEqualTo(latest + 20 * Math.max(1, world.lateness));
        }
        boolean jumped = run.timeline().stream().anyMatch(s -> s.delivery() == StepRecord.Result.UNDELIVERABLE);
        if (!world.kills.isEmpty() && world.kills.getFirst() < run.end() && !jumped) {
            throw new AssertionError("killed before the end without a proven Skip");
        }
    }
}
