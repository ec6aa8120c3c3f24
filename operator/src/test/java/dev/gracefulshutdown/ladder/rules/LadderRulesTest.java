package dev.gracefulshutdown.ladder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The rules of the ladder over generated scripts, on a virtual clock; a failure names its seed. */
class LadderRulesTest {
    private static final int SEEDS = 3_000;
    private static final int SEEDS_WITH_CRASHES = 700;
    private static final List<Rule> ALL = List.of(
            new Offsets(),
            new RightTargets(),
            new SkipIsProven(),
            new StoppedGoOn(),
            new TheEnd(),
            new MoreTime(),
            new KillGoesOn(),
            new OutcomeBySequence(),
            new NothingAfterTheEnd(),
            new KillIsOneSignal(),
            new CrashRepeatsNothing());

    private static void holds(Rule rule) {
        LongStream.range(0, SEEDS).forEach(seed -> check(seed, List.of(rule), List.of()));
    }

    private static Story check(long seed, List<Rule> rules, List<Crash> crashes) {
        Script script = Scripts.of(seed);
        try {
            Story story = Simulation.play(script, crashes);
            Judged judged;
            try {
                judged = Judged.of(story);
                rules.forEach(rule -> rule.check(judged));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("%s%n%s".formatted(e.getMessage(), story), e);
            }
            return story;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed %d, %s: %s".formatted(seed, crashes, e.getMessage()), e);
        }
    }

    @Test
    void everyStepIsSentAtItsOffsetAndALateOneMovesNoOther() {
        holds(new Offsets());
    }

    @Test
    void everyStepGoesToWhomItHasToByAllThatWasEverSeen() {
        holds(new RightTargets());
    }

    @Test
    void aWaitIsJumpedUponProofAndUponNothingElse() {
        holds(new SkipIsProven());
    }

    @Test
    void whoeverIsAskedWhileItIsStoppedIsContinued() {
        holds(new StoppedGoOn());
    }

    @Test
    void theEndIsNeverBeforeItsTimeAndAHoldHoldsUntilItIsReleased() {
        holds(new TheEnd());
    }

    @Test
    void whileAConditionHoldsAndOnlyThenThereIsMoreTime() {
        holds(new MoreTime());
    }

    @Test
    void sigkillIsRepeatedWithLongerPausesAndAfterTwoMinutesItIsStuck() {
        holds(new KillGoesOn());
    }

    @Test
    void theOutcomeFollowsFromTheSequence() {
        holds(new OutcomeBySequence());
    }

    @Test
    void nothingIsWantedAfterTheEnd() {
        holds(new NothingAfterTheEnd());
    }

    @Test
    void aKillIsOneSignal() {
        holds(new KillIsOneSignal());
    }

    @Test
    void everyRuleHoldsWhereverWeCrash() {
        for (long seed = 0; seed < SEEDS_WITH_CRASHES; seed++) {
            int effects = check(seed, List.of(), List.of()).effects();
            Dice dice = new Dice(seed);
            for (int at = 1; at <= effects; at++) {
                Crash first = crash(dice, at);
                Crash again = crash(dice, at + 1 + dice.below(10));
                check(seed, ALL, dice.oneIn(2) ? List.of(first) : List.of(first, again));
            }
        }
    }

    private static Crash crash(Dice dice, int at) {
        long downFor = dice.pick(0L, dice.millisBelow(100), dice.millisBelow(20_000));
        return new Crash(at, dice.oneIn(2), dice.oneIn(2), !dice.oneIn(3), downFor);
    }

    @Test
    void theSameScriptGivesTheSameStory() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Simulation.play(Scripts.of(seed), List.of()).diary())
                    .as("seed %d", seed)
                    .isEqualTo(Simulation.play(Scripts.of(seed), List.of()).diary());
        }
    }

    /** Rules that nothing ever puts to the test hold nothing. */
    @Test
    void theScriptsLeaveNothingOut() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Map<Climb.Fate, Integer> fates = new EnumMap<>(Climb.Fate.class);
        Map<Effect.Notice, Integer> notices = new EnumMap<>(Effect.Notice.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            Judged judged = Judged.of(Simulation.play(Scripts.of(seed), List.of()));
            outcomes.merge(judged.story().outcome().orElseThrow(), 1, Integer::sum);
            judged.climb().rungs().forEach(rung -> fates.merge(rung.fate(), 1, Integer::sum));
            judged.story()
                    .asked(Effect.Tell.class)
                    .forEach(a -> notices.merge(((Effect.Tell) a.effect()).notice(), 1, Integer::sum));
        }
        assertThat(outcomes).as("%s", outcomes).hasSize(Outcome.values().length).allSatisfy((o, n) -> enough(n));
        assertThat(fates).as("%s", fates).hasSize(3).allSatisfy((f, n) -> enough(n));
        assertThat(notices).as("%s", notices).hasSize(4).allSatisfy((f, n) -> enough(n));
    }

    private static void enough(int count) {
        assertThat(count).isGreaterThan(50);
    }
}
