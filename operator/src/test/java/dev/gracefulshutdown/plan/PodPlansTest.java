package dev.gracefulshutdown.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PodPlansTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Test
    void theCeilingIsTheSlowestMainThenTheSidecarsOneAfterTheOtherAndAMargin() throws InvalidPlanException {
        PodSpec pod = pod("""
                containers: [{name: quick}, {name: slow}]
                initContainers: [{name: a, restartPolicy: Always}, {name: init}, {name: b, restartPolicy: Always}]
                """);
        PodPlans plans = PodPlans.of(
                pod,
                GRACE,
                container -> grace(
                        switch (container) {
                            case "slow" -> 20;
                            case "quick" -> 5;
                            default -> 7;
                        }));

        assertThat(plans.mains()).containsOnlyKeys("quick", "slow");
        assertThat(plans.sidecars()).containsOnlyKeys("a", "b");
        assertThat(plans.longestMain()).isEqualTo(Duration.ofSeconds(20));
        assertThat(plans.ceiling()).isEqualTo(Duration.ofSeconds(20 + 7 + 7 + 2));
    }

    @Test
    void withoutSettingsThePodsOwnGraceIsTheWholeLadder() throws InvalidPlanException {
        assertThat(PodPlans.of(pod("containers: [{name: a}]"), GRACE, _ -> StopSettings.NONE)
                        .longestMain())
                .isEqualTo(GRACE);
    }

    @Test
    void theStopSignalThatAContainerNamesIsTheFirstStep() throws InvalidPlanException {
        PodPlans plans = PodPlans.of(
                pod("containers: [{name: a, lifecycle: {stopSignal: SIGQUIT}}, {name: b}]"),
                GRACE,
                _ -> StopSettings.NONE);

        assertThat(first(plans, "a")).isEqualTo(Signal.QUIT);
        assertThat(first(plans, "b")).isEqualTo(Signal.TERM);
    }

    @Test
    void drainDelayAndExtensionCount() throws InvalidPlanException {
        StopSettings settings = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(10))
                .drainDelay(Duration.ofSeconds(3))
                .maxExtension(Duration.ofSeconds(60))
                .build();
        assertThat(PodPlans.of(pod("containers: [{name: a}]"), GRACE, _ -> settings)
                        .longestMain())
                .isEqualTo(Duration.ofSeconds(73));
    }

    @Test
    void aStepBeyondTheEndIsRefused() {
        StopSettings settings = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(10))
                .escalation(EscalationStep.at(Duration.ofSeconds(20), Signal.INT))
                .build();
        assertThatThrownBy(() -> PodPlans.of(pod("containers: [{name: a}]"), GRACE, _ -> settings))
                .isInstanceOf(InvalidPlanException.class);
    }

    private static Signal first(PodPlans plans, String container) {
        return Objects.requireNonNull(plans.mains().get(container))
                .ladder()
                .steps()
                .getFirst()
                .signal();
    }

    private static StopSettings grace(int seconds) {
        return StopSettings.builder().gracePeriod(Duration.ofSeconds(seconds)).build();
    }

    private static PodSpec pod(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, PodSpec.class);
    }
}
