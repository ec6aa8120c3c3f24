package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealStopTest {
    private static final Step TERM = Step.ask(Duration.ZERO, Signal.TERM);

    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aPoliteProcessEndsByItselfWithItsOwnExitCode() {
        Stage.Actor actor = stage.start(
                        "polite", "sh", "-c", "trap 'echo clean; exit 7' TERM; echo ready; while :; do sleep 0.1; done")
                .says("ready");
        ShutdownReport report = stage.stop(actor, Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(20), TERM));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(Stage.code(report)).isEqualTo(7);
        assertThat(actor.lines()).containsOnlyOnce("clean");
        assertThat(report.timeline()).singleElement().satisfies(step -> {
            assertThat(step.hearing()).isEqualTo(Hearing.CATCHES);
            assertThat(step.to()).containsExactly("1 sh");
        });
    }

    @Test
    void theHandlerOfAWrappedChildRunsOnce() {
        Stage.Actor actor = stage.start(
                        "wrapped",
                        "sh",
                        "-c",
                        "bash -c 'trap \"echo clean; exit 0\" TERM; echo ready; while :; do sleep 0.1; done'; true")
                .says("ready");
        ShutdownReport report = stage.stop(actor, Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(20), TERM));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(actor.lines()).containsOnlyOnce("clean");
    }

    @Test
    void aDeafProcessIsKilledAtTheEndOfItsGracePeriod() {
        Stage.Actor actor = stage.start("deaf", "sh", "-c", "echo ready; while :; do sleep 0.1; done")
                .says("ready");
        ShutdownReport report = stage.stop(actor, Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(1), TERM));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(Stage.code(report)).isEqualTo(137);
        assertThat(report.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
