package dev.gracefulshutdown.ladder;

import static dev.gracefulshutdown.ladder.World.MAIN;
import static dev.gracefulshutdown.ladder.World.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules by example, one by one. */
class LadderRunTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Step TERM = Step.ask(Duration.ZERO, Signal.TERM);
    private static final Step INT_AT_3 = Step.ask(Duration.ofSeconds(3), Signal.INT);

    private static Ladder ladder(OnUndeliverable undeliverable, OnDeadline deadline, Step... steps) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(steps),
                Duration.ofSeconds(10),
                undeliverable,
                Set.of(),
                Duration.ZERO,
                deadline);
    }

    private static Ladder extended(Duration maxExtension) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(TERM),
                Duration.ofSeconds(5),
                OnUndeliverable.WAIT,
                Set.of(Condition.DISK_WRITES),
                maxExtension,
                OnDeadline.KILL);
    }

    private static LadderRun fresh(Ladder ladder) {
        return new LadderRun(ladder, 0, new HearingMemory());
    }

    private static World polite() {
        return new World()
                .with(process(MAIN, 1, 1, "server", Signal.TERM))
                .exits(MAIN, Signal.TERM, Duration.ofSeconds(1));
    }

    private static World deaf() {
        return new World().with(process(MAIN, 1, 1, "sh"));
    }

    @Test
    void aPoliteContainerIsAskedOnceAndEndsGracefully() {
        World world = polite();
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, INT_AT_3)), LONG);
        assertThat(run.outcome()).contains(Outcome.GRACEFUL);
        assertThat(run.reason()).isEqualTo("exited by itself after SIGTERM");
        assertThat(world.sent).hasSize(1);
        assertThat(world.kills).isEmpty();
    }

    @Test
    void anExitThatNobodySawIsJudgedOnceItIsTold() {
        LadderRun run =
                polite().unseen().run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, INT_AT_3)), LONG);
        assertThat(run.outcome()).contains(Outcome.FAILED);

        run.told(new ExitStatus.Code(0), false);
        assertThat(run.outcome()).contains(Outcome.GRACEFUL);
        assertThat(run.reason()).isEqualTo("exited by itself after SIGTERM");

        run.told(new ExitStatus.Code(137), false);
        assertThat(run.outcome()).as("told once").contains(Outcome.GRACEFUL);
    }

    @Test
    void theSecondStepEndsWhatTheFirstDidNotAndThatIsEscalated() {
        World world = new World()
                .with(process(MAIN, 1, 1, "postgres", Signal.TERM, Signal.INT))
                .exits(MAIN, Signal.INT, Duration.ofMillis(200));
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, INT_AT_3)), LONG);
        assertThat(run.outcome()).contains(Outcome.ESCALATED);
        assertThat(world.sent).extracting(World.Sent::signal).containsExactly(Signal.TERM, Signal.INT);
        assertThat(world.sent.get(1).at()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void aDeafContainerUnderWaitIsKilledAtTheEndAndNotBefore() {
        World world = deaf();
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM)), LONG);
        assertThat(run.outcome()).contains(Outcome.FORCED);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(run.timeline().getFirst().delivery()).isEqualTo(StepRecord.Result.UNDELIVERABLE);
    }

    @Test
    void aDeafContainerUnderSkipIsKilledAfterTwoLooks() {
        World world = deaf();
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM)), LONG);
        assertThat(run.outcome()).contains(Outcome.FORCED);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void skipGoesToTheStepThatIsHeardAtOnce() {
        World world = new World()
                .with(process(MAIN, 1, 1, "python3", Signal.INT))
                .exits(MAIN, Signal.INT, Duration.ofMillis(100));
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM, INT_AT_3)), LONG);
        assertThat(run.outcome()).contains(Outcome.ESCALATED);
        assertThat(world.sent)
                .singleElement()
                .extracting(World.Sent::at)
                .isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void skipNeverEndsAYoungProcessEarly() {
        World world = deaf();
        world.ageMillis = 2_000;
        world.run(fresh(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM)), LONG);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void skipNeverJumpsOnceAStepWasHeard() {
        World world = new World().with(process(MAIN, 1, 1, "server", Signal.TERM));
        world.run(fresh(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM, INT_AT_3)), LONG);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void skipNeverJumpsWhileSomebodyBelowHearsOrIsUnknown() {
        for (boolean readable : new boolean[] {true, false}) {
            ProcessFacts child = process(101, MAIN, 7, "app", Signal.TERM);
            World world = deaf().with(
                            readable
                                    ? child
                                    : new ProcessFacts(
                                            child.key(),
                                            MAIN,
                                            7,
                                            "app",
                                            'S',
                                            SignalSet.NONE,
                                            SignalSet.NONE,
                                            SignalSet.NONE,
                                            false,
                                            false));
            world.run(fresh(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM)), LONG);
            assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(10).toNanos());
        }
    }

    @Test
    void whoeverHeardOnceIsNeverDeafAfterwards() {
        HearingMemory memory = new HearingMemory();
        memory.observe(polite().reading());
        World cleaningUp = deaf();
        assertThat(memory.hearing(cleaningUp.reading().main().orElseThrow(), Signal.TERM))
                .isEqualTo(Hearing.CATCHES);
    }

    @Test
    void holdNeverKillsUntilItIsReleased() {
        World world = new World().with(process(MAIN, 1, 1, "db", Signal.TERM));
        LadderRun run = fresh(ladder(OnUndeliverable.SKIP, OnDeadline.HOLD, TERM));
        world.run(run, LONG);
        assertThat(run.outcome()).contains(Outcome.HELD);
        assertThat(world.kills).isEmpty();
        assertThat(world.notices).containsExactly(Effect.Notice.HELD);
        world.apply(run.on(new Event.Released(world.now)));
        assertThat(world.kills).hasSize(1);
    }

    @Test
    void whileAConditionHoldsThereIsMoreTimeUpToTheMaximum() {
        World world = new World().with(process(MAIN, 1, 1, "db", Signal.TERM));
        world.verdicts.put(Condition.DISK_WRITES, Condition.Verdict.HOLDS);
        world.run(fresh(extended(Duration.ofSeconds(7))), LONG);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(12).toNanos());
        assertThat(world.notices).containsExactly(Effect.Notice.EXTENDED);
    }

    @Test
    void whatCannotBeReadIsSaidAndGivesNoTime() {
        World world = new World().with(process(MAIN, 1, 1, "db", Signal.TERM));
        world.verdicts.put(Condition.DISK_WRITES, Condition.Verdict.UNKNOWN);
        world.run(fresh(extended(Duration.ofSeconds(7))), LONG);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(world.notices).containsExactly(Effect.Notice.CONDITION_UNKNOWN);
    }

    @Test
    void whatSurvivesSigkillForTwoMinutesIsStuck() {
        World world = deaf();
        world.survivesKill = true;
        LadderRun run = world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM)), LONG);
        assertThat(run.outcome()).contains(Outcome.STUCK);
        assertThat(world.now).isGreaterThanOrEqualTo(Duration.ofSeconds(130).toNanos());
        assertThat(world.kills).hasSizeGreaterThan(10);
    }

    @Test
    void aStoppedTargetIsContinued() {
        ProcessFacts p = process(MAIN, 1, 1, "server", Signal.TERM);
        World world = new World()
                .with(new ProcessFacts(
                        p.key(), 1, 1, "server", 'T', p.caught(), SignalSet.NONE, SignalSet.NONE, false, true));
        world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM)), LONG);
        assertThat(world.resumeSeen).isEqualTo(1);
    }

    @Test
    void aSignalThatTheEngineHasSentIsNotSentAgain() {
        World world = polite();
        LadderRun run = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM));
        world.apply(run.on(new Event.SentByOther(0, Signal.TERM)));
        world.run(run, LONG);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void anExitBeforeTheFirstSignalIsNobodysDoing() {
        Ladder ladder = new Ladder(
                Optional.empty(),
                Duration.ofSeconds(5),
                List.of(TERM),
                Duration.ofSeconds(10),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
        World world = polite().exitsByItselfAt(Duration.ofSeconds(2));
        assertThat(world.run(fresh(ladder), LONG).outcome()).contains(Outcome.ALREADY_GONE);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void killSendsItsOneSignalAndNothingElse() {
        World world = polite();
        assertThat(world.run(fresh(Ladder.kill(Signal.KILL)), LONG).outcome()).contains(Outcome.SIGNALLED);
        assertThat(world.kills).hasSize(1);
        World hup = polite();
        assertThat(hup.run(fresh(Ladder.kill(Signal.HUP)), LONG).outcome()).contains(Outcome.SIGNALLED);
        assertThat(hup.sent).singleElement().extracting(World.Sent::signal).isEqualTo(Signal.HUP);
        assertThat(hup.kills).isEmpty();
    }

    @Test
    void anEnginesEarlierEndCompressesTheLadder() {
        Ladder ladder = new Ladder(
                Optional.empty(),
                Duration.ofSeconds(5),
                List.of(TERM, INT_AT_3),
                Duration.ofSeconds(10),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ofSeconds(60),
                OnDeadline.KILL);
        Ladder short_ = ladder.compressedTo(Duration.ofSeconds(2));
        assertThat(short_.drainDelay()).isZero();
        assertThat(short_.gracePeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(short_.steps()).extracting(Step::at).containsExactly(Duration.ZERO, Duration.ofMillis(600));
        Ladder whole = ladder.compressedTo(Duration.ofSeconds(18));
        assertThat(whole.steps()).isEqualTo(ladder.steps());
        assertThat(whole.maxExtension()).as("never beyond the engine's end").isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aLateStepDoesNotMoveTheLaterOnes() {
        World world = deaf();
        world.lateness = 700_000_000;
        Step second = Step.ask(Duration.ofSeconds(3), Signal.INT);
        Step third = Step.ask(Duration.ofSeconds(6), Signal.QUIT);
        world.run(fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, second, third)), LONG);
        assertThat(world.sent)
                .extracting(World.Sent::at)
                .containsExactly(
                        0L,
                        Duration.ofMillis(3_700).toNanos(),
                        Duration.ofMillis(6_700).toNanos());
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofMillis(10_700).toNanos());
    }

    @Test
    void whatTheEngineSentCountsAsTheFirstAskingStep() {
        World world = polite();
        LadderRun run = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, INT_AT_3));
        world.apply(run.on(new Event.SentByOther(0, Signal.TERM)));
        world.exitsByItselfAt(Duration.ofSeconds(1));
        assertThat(world.run(run, LONG).outcome()).contains(Outcome.GRACEFUL);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void skipWorksBesideTheEnginesOwnSignalWhenTheBaselineWasDeaf() {
        World world = deaf();
        HearingMemory memory = new HearingMemory();
        memory.observe(world.reading());
        LadderRun run = new LadderRun(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM), 0, memory);
        world.apply(run.start(0));
        world.apply(run.on(new Event.Read(0, world.reading())));
        world.apply(run.on(new Event.SentByOther(0, Signal.TERM)));
        world.run(run, LONG);
        assertThat(world.kills.getFirst()).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aReleaseThatComesBeforeTheHoldHoldsNothingBack() {
        World world = new World().with(process(MAIN, 1, 1, "db", Signal.TERM));
        LadderRun run = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.HOLD, TERM));
        world.apply(run.on(new Event.Released(0)));
        world.run(run, LONG);
        assertThat(world.kills.getFirst()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(world.notices).isEmpty();
    }

    @Test
    void aKillsOneSignalIsNotRepeatedAfterACrashOfOurs() {
        World world = polite();
        LadderRun first = fresh(Ladder.kill(Signal.HUP));
        world.apply(first.start(0));
        first.on(new Event.Read(0, world.reading()));
        LadderRun second = new LadderRun(Ladder.kill(Signal.HUP), 0, new HearingMemory(), first.progress());
        assertThat(second.start(0)).containsExactly(new Effect.Finish(Outcome.SIGNALLED));
    }

    @Test
    void aCancelledShutdownSendsNothingMore() {
        World world = deaf();
        LadderRun run = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM, INT_AT_3));
        world.run(run, Duration.ofSeconds(1));
        world.apply(run.on(new Event.Cancelled(world.now)));
        world.run(run, LONG);
        assertThat(run.outcome()).contains(Outcome.CANCELLED);
        assertThat(world.sent).hasSize(1);
        assertThat(world.kills).isEmpty();
    }

    @Test
    void skipNeverJumpsAStepThatWouldEndTheMainProcess() {
        ProcessFacts p = process(MAIN, 1, 7, "job");
        SignalSet term = SignalSet.of(Signal.TERM);
        HearingMemory memory = new HearingMemory();
        memory.observe(new World()
                .with(new ProcessFacts(p.key(), 1, 7, "job", 'S', SignalSet.NONE, SignalSet.NONE, term, false, true))
                .reading());
        World world = new World().with(p);
        world.ageMillis = 5_000;
        world.run(new LadderRun(ladder(OnUndeliverable.SKIP, OnDeadline.KILL, TERM), 0, memory), LONG);
        assertThat(world.sent).extracting(World.Sent::at).containsExactly(0L);
    }

    @Test
    void whatHasEndedAfterSigkillIsNotStuckThoughNobodyTellsOfItsExit() {
        LadderRun run = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, TERM));
        Reading there = deaf().reading();
        Reading gone = new Reading(MAIN, 0, List.of());
        run.start(0);
        run.on(new Event.Read(0, there));
        run.on(new Event.Read(0, there));
        run.on(new Event.Sent(0, 0, 1));
        run.on(new Event.Tick(Duration.ofSeconds(10).toNanos()));
        run.on(new Event.Killed(Duration.ofSeconds(10).toNanos(), true));
        for (long at = 11; at < 20; at++) {
            run.on(new Event.Read(Duration.ofSeconds(at).toNanos(), gone));
        }
        assertThat(run.outcome()).contains(Outcome.FORCED);
    }

    @Test
    void whatTheEngineSentBeforeAnyStepIsTheReasonAfterACrashOfOursToo() {
        LadderRun first = fresh(ladder(OnUndeliverable.WAIT, OnDeadline.KILL, Step.ask(Duration.ZERO, Signal.INT)));
        World world = new World().with(process(MAIN, 1, 1, "server", Signal.TERM));
        world.apply(first.on(new Event.SentByOther(0, Signal.TERM)));
        world.run(first, Duration.ofSeconds(1));
        LadderRun second = new LadderRun(
                ladder(OnUndeliverable.WAIT, OnDeadline.KILL, Step.ask(Duration.ZERO, Signal.INT)),
                0,
                new HearingMemory(),
                first.progress());
        second.on(new Event.Exited(world.now, new ExitStatus.Code(0), false));
        assertThat(second.reason()).isEqualTo("exited by itself after SIGTERM");
    }
}
