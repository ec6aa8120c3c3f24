package dev.gracefulshutdown.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.restart.InPlaceRule.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class InPlaceRestartTest {
    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00.600Z");
    private static final Instant ASKED = Instant.parse("2026-01-01T00:00:01.900Z");

    @Test
    void aPodThatStartedInTheSecondInWhichTheRestartBeganIsAsked() {
        assertThat(InPlaceRestart.state(Optional.empty(), startedAt("2026-01-01T00:00:00Z"), BEGAN))
                .isEqualTo(State.OLD);
    }

    @Test
    void aPodWhoseRequestWasTakenAwayIsNotAskedAgain() {
        assertThat(InPlaceRestart.state(Optional.empty(), startedAt("2026-01-01T00:00:01Z"), BEGAN))
                .isEqualTo(State.DONE);
    }

    @Test
    void aPodIsDoneWhenItsContainersStartedSinceTheyWereAsked() {
        Optional<Shutdown> over = Optional.of(request(Phase.FINISHED, Outcome.GRACEFUL));
        assertThat(InPlaceRestart.state(over, startedAt("2026-01-01T00:00:00Z"), BEGAN))
                .isEqualTo(State.ASKED);
        assertThat(InPlaceRestart.state(over, startedAt("2026-01-01T00:00:01Z"), BEGAN))
                .isEqualTo(State.DONE);
        assertThat(InPlaceRestart.state(
                        over, new PodBuilder().withNewStatus().endStatus().build(), BEGAN))
                .isEqualTo(State.ASKED);
    }

    @Test
    void aRequestThatIsNotOverOrFailedSaysSo() {
        Pod pod = startedAt("2026-01-01T00:00:00Z");
        assertThat(InPlaceRestart.state(Optional.of(request(Phase.RUNNING, null)), pod, BEGAN))
                .isEqualTo(State.ASKED);
        assertThat(InPlaceRestart.state(Optional.of(request(Phase.FINISHED, Outcome.FAILED)), pod, BEGAN))
                .isEqualTo(State.FAILED);
    }

    private static Pod startedAt(String time) {
        return new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("main")
                .withNewState()
                .withNewRunning(time)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Shutdown request(Phase phase, Outcome outcome) {
        Shutdown request = new Shutdown();
        request.setStatus(
                new ShutdownStatus(null, null, phase, outcome, null, null, null, ASKED, null, null, null, null));
        return request;
    }
}
