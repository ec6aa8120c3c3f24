package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.testing.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the engine is cut and mended in the middle, while the engine and its containers go on. */
class CutOffTest extends OnEachEngine {
    /** More than the engine keeps (moby, daemon/events/events.go). */
    private static final int EVENTS = 300;

    @TempDir
    private Path folder;

    private Relay relay;
    private DockerHost host;

    CutOffTest(TestEngine engine) {
        super(engine);
    }

    @BeforeEach
    void open() throws IOException {
        relay = Relay.at(
                folder.resolve("relay.sock"), Relay.socket(engine.endpoint().url()));
        host = DockerHost.connect(
                TestEngine.at(relay.address()).endpoint(), stage.node()::container, "docker-init"::equals);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        relay.close();
    }

    @Test
    void whatWasLostWithTheEventsOfThatTimeIsFoundByComparison() {
        String ends = stage.run(Recipe.shell(Recipe.POLITE));
        String restarts = stage.run(Recipe.shell(Recipe.POLITE));
        String vanishes = stage.run(Recipe.shell(Recipe.POLITE));
        String noisy = stage.run(Recipe.shell(Recipe.POLITE));
        List<ContainerEvent> events = new CopyOnWriteArrayList<>();
        try (Watch watch = host.watch(events::add)) {
            watch.listening().orTimeout(20, TimeUnit.SECONDS).join();
            relay.cut();
            stage.post("/containers/" + ends + "/kill?signal=TERM");
            stage.until(ends, c -> !c.isRunning());
            stage.post("/containers/" + restarts + "/restart?t=10");
            stage.delete("/containers/" + vanishes + "?force=1");
            for (int i = 0; i < EVENTS; i++) {
                stage.post("/containers/" + noisy + "/exec", "{\"Cmd\":[\"true\"]}");
            }
            relay.mend();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> inferred(events, ends).contains("die")
                            && inferred(events, restarts).containsAll(List.of("die", "start"))
                            && inferred(events, vanishes).contains("destroy"));
            assertThat(inferred(events, noisy)).isEmpty();
        }
    }

    private static List<String> inferred(List<ContainerEvent> events, String id) {
        return events.stream()
                .filter(e -> e.id().equals(id) && e.inferred())
                .map(ContainerEvent::action)
                .toList();
    }

    @Test
    void anExitOfThatTimeIsInTheRecordWithItsCode() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING));
        RunningShutdown shutdown = begin(id, ladder(Duration.ofSeconds(60), ask(0, Signal.TERM)));
        stage.says(id, "got TERM");
        relay.cut();
        stage.post("/containers/" + id + "/kill?signal=INT");
        stage.until(id, c -> !c.isRunning());
        relay.mend();
        assertThat(finished(shutdown).exit().code()).isEqualTo(4);
    }

    @Test
    void laterStepsReachTheProcessAllTheSameAndNoneTwice() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING));
        RunningShutdown shutdown =
                begin(id, ladder(Duration.ofSeconds(60), ask(0, Signal.TERM), ask(2_000, Signal.INT)));
        stage.says(id, "got TERM");
        relay.cut();
        stage.says(id, "got INT");
        relay.mend();
        ShutdownReport report = finished(shutdown);
        assertThat(report.outcome()).contains(Outcome.ESCALATED);
        assertThat(report.exit().code()).isEqualTo(4);
        assertThat(stage.lines(id)).containsExactly("ready", "got TERM", "got INT");
    }

    private RunningShutdown begin(String id, Ladder ladder) {
        DockerContainer container = host.open(host.find(id).orElseThrow(), Purpose.STOP, ladder);
        return stage.runner().start(id, container, ladder, new HearingMemory(), report -> {});
    }
}
