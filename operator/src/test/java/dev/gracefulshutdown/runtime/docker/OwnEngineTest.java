package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.testing.OwnEngine;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an engine does to ladders when it is itself ended, or ends; on one of the test's own. */
@Tag("docker")
class OwnEngineTest {
    private static final Ladder LONG = ladder(Duration.ofSeconds(60), ask(0, Signal.TERM), ask(45_000, Signal.INT));

    private static OwnEngine engine;

    private DockerStage stage;

    @BeforeAll
    static void start() throws IOException {
        try (DockerStage first = new DockerStage(TestEngine.first())) {
            engine = OwnEngine.with(first.imageName());
        }
    }

    @AfterAll
    static void end() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void open() {
        stage = new DockerStage(TestEngine.at(engine.address()));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theEnginesOwnShutdownCutsALongLadderAtTheStopTimeoutAndThatIsForced() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING).network("none").stopTimeout(2));
        RunningShutdown shutdown = stage.begin(id, Purpose.STOP, LONG);
        stage.says(id, "got TERM");
        engine.end();
        engine.startAgain();
        ShutdownReport report = finished(shutdown);
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.exit().code()).isEqualTo(137);
        assertThat(report.took()).isLessThan(LONG.gracePeriod());
        assertThat(stage.lines(id)).doesNotContain("got INT");
    }

    @Test
    void aCrashOfTheEngineInTheMiddleSendsNothingTwiceAndTheRestartPolicyIsKept() {
        String id = stage.run(
                Recipe.shell(Recipe.COUNTING).network("none").restart("always").stopSignal("SIGQUIT"));
        RunningShutdown shutdown = stage.begin(
                id, Purpose.STOP, ladder(Duration.ofSeconds(50), ask(0, Signal.TERM), ask(12_000, Signal.INT)));
        stage.says(id, "got TERM");
        assertThat(stage.details(id).restartPolicy()).isEqualTo(RestartPolicy.NO);
        engine.crash();
        engine.startAgain();
        ShutdownReport report = finished(shutdown);
        assertThat(report.outcome()).as("%s", report).isPresent();
        stage.until(id, c -> !c.isRunning() && !c.isRestarting());
        assertThat(stage.count(id, "got TERM")).as("%s", stage.lines(id)).isEqualTo(1);
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void aContainerOfAnotherEngineIsNotFoundAndNotSignalled() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).network("none"));
        try (DockerStage other = new DockerStage(TestEngine.first())) {
            assertThat(other.host().find(id)).isEmpty();
            assertThat(stage.details(id).isRunning()).isTrue();
            assertThat(stage.lines(id)).containsExactly("ready");
        }
    }
}
