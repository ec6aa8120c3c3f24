package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The engine ends and comes back in the middle. {@code GRACEFUL_TEST_RESTART_ENGINE} is a command that does this to the
 * engine that the docker CLI would use, by SIGKILL and a new start.
 */
@Tag("docker")
@EnabledIfEnvironmentVariable(
        named = "GRACEFUL_TEST_RESTART_ENGINE",
        matches = ".+",
        disabledReason = "GRACEFUL_TEST_RESTART_ENGINE names no command that restarts the engine")
class EngineRestartTest {
    private static final Ladder TERM_AND_INT =
            ladder(Duration.ofSeconds(40), ask(0, Signal.TERM), ask(12_000, Signal.INT));

    private DockerStage stage;

    @BeforeEach
    void open() {
        stage = new DockerStage(TestEngine.first());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aLadderGoesThroughARestartOfTheEngine() throws Exception {
        String id = stage.run(Recipe.shell(Recipe.COUNTING).restart("always"));
        RunningShutdown shutdown = stage.begin(id, Purpose.STOP, TERM_AND_INT);
        stage.says(id, "got TERM");
        restartEngine();
        assertThat(finished(shutdown).outcome()).isPresent();
        stage.until(id, c -> !c.isRunning() && !c.isRestarting());
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void whatHappenedMeanwhileIsFoundByComparison() throws Exception {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        List<ContainerEvent> events = new CopyOnWriteArrayList<>();
        try (Watch watch = stage.host().watch(events::add)) {
            watch.listening().orTimeout(20, TimeUnit.SECONDS).join();
            int pid = stage.details(id).pid();
            restartEngine();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.stream()
                            .anyMatch(e -> e.id().equals(id) && e.action().equals("die")));
        }
    }

    private static void restartEngine() throws IOException, InterruptedException {
        Process hook = new ProcessBuilder("sh", "-c", System.getenv("GRACEFUL_TEST_RESTART_ENGINE"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(hook.waitFor()).isZero();
    }
}
