package dev.gracefulshutdown.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.Strategy;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final StopSettings PROFILE = StopSettings.builder()
            .stopSignal(Signal.QUIT)
            .gracePeriod(MINUTE)
            .escalation(
                    EscalationStep.at(Duration.ofSeconds(30), Signal.INT),
                    EscalationStep.beforeEnd(Duration.ofSeconds(5), Signal.TERM))
            .build();

    private static Ladder ladder(StopSettings own, StopSettings profile, ContainerFacts facts) {
        try {
            return Planner.plan(own, profile, facts).ladder();
        } catch (InvalidPlanException e) {
            throw new AssertionError(e);
        }
    }

    private static ContainerFacts container(Signal stopSignal, Duration grace) {
        return new ContainerFacts(Optional.of(stopSignal), Optional.of(grace), Duration.ofSeconds(10));
    }

    private static StopSettings grace(Duration grace) {
        return StopSettings.builder().gracePeriod(grace).build();
    }

    @Test
    void withoutAnySettingItIsDockerStop() {
        Ladder ladder = ladder(StopSettings.NONE, StopSettings.NONE, ContainerFacts.DOCKER);
        assertThat(ladder.steps()).containsExactly(Step.ask(Duration.ZERO, Signal.TERM));
        assertThat(ladder.gracePeriod()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ladder.onDeadline()).isEqualTo(Ladder.OnDeadline.KILL);
    }

    @Test
    void aGracePeriodThatNobodyNamedIsSaidToBeAssumed() throws InvalidPlanException {
        Plan plan = Planner.plan(StopSettings.NONE, StopSettings.NONE, ContainerFacts.KUBERNETES);
        assertThat(plan.assumptions()).containsExactly("grace period 30s (assumed)");
        assertThat(Planner.plan(grace(MINUTE), StopSettings.NONE, ContainerFacts.DOCKER)
                        .assumptions())
                .isEmpty();
    }

    @Test
    void theStopSignalIsThePolicysElseTheProfilesElseTheContainersElseSigterm() {
        ContainerFacts hup = container(Signal.HUP, MINUTE);
        StopSettings own = StopSettings.builder().stopSignal(Signal.USR1).build();
        assertThat(first(ladder(own, PROFILE, hup))).isEqualTo(Signal.USR1);
        assertThat(first(ladder(StopSettings.NONE, PROFILE, hup))).isEqualTo(Signal.QUIT);
        assertThat(first(ladder(StopSettings.NONE, StopSettings.NONE, hup))).isEqualTo(Signal.HUP);
        assertThat(first(ladder(StopSettings.NONE, StopSettings.NONE, ContainerFacts.DOCKER)))
                .isEqualTo(Signal.TERM);
    }

    private static Signal first(Ladder ladder) {
        return ladder.steps().getFirst().signal();
    }

    @Test
    void aProfileNeverShortensTheContainersOwnGracePeriod() {
        Duration hour = Duration.ofHours(1);
        assertThat(ladder(StopSettings.NONE, PROFILE, container(Signal.TERM, hour))
                        .gracePeriod())
                .isEqualTo(hour);
        assertThat(ladder(StopSettings.NONE, PROFILE, container(Signal.TERM, Duration.ofSeconds(1)))
                        .gracePeriod())
                .isEqualTo(MINUTE);
        assertThat(ladder(grace(Duration.ofSeconds(90)), PROFILE, container(Signal.TERM, hour))
                        .gracePeriod())
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void stepsBeforeTheEndAreCountedBackFromIt() {
        Ladder ladder = ladder(grace(Duration.ofMinutes(2)), PROFILE, ContainerFacts.DOCKER);
        assertThat(ladder.steps())
                .extracting(Step::at)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(115));
    }

    @Test
    void aProfilesAskingStepsAreMovedIntoAShorterGracePeriodAndNeverDropped() {
        Ladder half = ladder(grace(Duration.ofSeconds(30)), PROFILE, ContainerFacts.DOCKER);
        assertThat(half.steps())
                .extracting(Step::at)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(25));
        Ladder tight = ladder(grace(Duration.ofSeconds(4)), PROFILE, ContainerFacts.DOCKER);
        assertThat(tight.steps()).extracting(Step::signal).containsOnly(Signal.QUIT, Signal.INT, Signal.TERM);
    }

    @Test
    void aPhotographThatDoesNotFitIsLeftOut() {
        StopSettings jvm = StopSettings.builder()
                .escalation(new EscalationStep(null, Duration.ofSeconds(2), Signal.QUIT, null, Step.Purpose.DIAGNOSE))
                .build();
        assertThat(ladder(grace(Duration.ofSeconds(1)), jvm, ContainerFacts.DOCKER)
                        .steps())
                .hasSize(1);
        assertThat(ladder(grace(MINUTE), jvm, ContainerFacts.DOCKER).steps()).hasSize(2);
    }

    @Test
    void aWrittenStepOutsideTheGracePeriodIsRefusedWithItsField() {
        StopSettings own = StopSettings.builder()
                .escalation(EscalationStep.at(Duration.ofSeconds(20), Signal.INT))
                .build();
        assertThatExceptionOfType(InvalidPlanException.class)
                .isThrownBy(() -> Planner.plan(own, StopSettings.NONE, ContainerFacts.DOCKER))
                .withMessageContaining("outside the grace period of 10s")
                .extracting(InvalidPlanException::field)
                .isEqualTo("escalation[0].at");
    }

    @Test
    void twoStepsAtTheSameTimeAreRefusedWithTheSecondsField() {
        StopSettings own = StopSettings.builder()
                .escalation(
                        EscalationStep.at(Duration.ofSeconds(4), Signal.INT),
                        EscalationStep.beforeEnd(Duration.ofSeconds(6), Signal.QUIT))
                .build();
        assertThatExceptionOfType(InvalidPlanException.class)
                .isThrownBy(() -> Planner.plan(own, StopSettings.NONE, ContainerFacts.DOCKER))
                .extracting(InvalidPlanException::field)
                .isEqualTo("escalation[1].beforeEnd");
    }

    @Test
    void aKillIsOneSignal() {
        StopSettings own = StopSettings.builder().strategy(Strategy.KILL).build();
        assertThat(ladder(own, PROFILE, ContainerFacts.DOCKER).kill()).contains(Signal.KILL);
        assertThat(ladder(
                                StopSettings.builder()
                                        .strategy(Strategy.KILL)
                                        .killSignal(Signal.HUP)
                                        .build(),
                                PROFILE,
                                ContainerFacts.DOCKER)
                        .kill())
                .contains(Signal.HUP);
    }
}
