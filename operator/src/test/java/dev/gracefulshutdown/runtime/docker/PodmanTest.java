package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.testing.OwnPodman;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Podman speaks Docker's API, with differences that decide whether a container stays down. */
@Tag("docker")
class PodmanTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Ladder TERM = ladder(LONG, ask(0, Signal.TERM));

    private static OwnPodman podman;

    private DockerStage stage;

    @BeforeAll
    static void start() throws IOException {
        try (DockerStage docker = new DockerStage(TestEngine.first())) {
            podman = OwnPodman.with(docker.imageName());
        }
    }

    @AfterAll
    static void end() {
        if (podman != null) {
            podman.close();
        }
    }

    @BeforeEach
    void open() {
        stage = new DockerStage(TestEngine.at(podman.address()));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static Recipe shell(String script) {
        return Recipe.shell(script).network("none");
    }

    @Test
    void itsCapabilitiesAreNotTakenForDockers() {
        Capabilities podman = stage.host().capabilities();
        assertThat(podman.engine()).isEqualTo("Podman Engine");
        assertThat(podman.stopSignalParameter()).isFalse();
        assertThat(podman.restartPolicyUpdate()).isFalse();
        assertThat(podman.killEventCarriesSignal()).isFalse();
        assertThat(podman.exactWait()).isFalse();
        assertThat(podman.endlessStop()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "always", "unless-stopped", "on-failure"})
    void aStopByItsStopSignalHolds(String restart) {
        Recipe recipe = shell(Recipe.COUNTING);
        String id = stage.run(restart.isEmpty() ? recipe : recipe.restart(restart));
        ShutdownReport report =
                stage.shutDown(id, Purpose.STOP, ladder(LONG, ask(0, Signal.TERM), ask(1_000, Signal.INT)));
        assertThat(report.outcome()).contains(Outcome.ESCALATED);
        assertThat(report.exit().code()).isEqualTo(4);
        staysDown(id);
        assertThat(stage.lines(id)).containsExactly("ready", "got TERM", "got INT");
    }

    @Test
    void aFirstSignalThatPodmanWouldUndoIsRefusedBeforeItIsSent() {
        String id = stage.run(shell(Recipe.POLITE).restart("always"));
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> stage.open(id, Purpose.STOP, ladder(LONG, ask(0, Signal.INT))))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .satisfies(e -> assertThat(e.remedy()).contains("SIGTERM", "--stop-signal SIGINT"));
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> stage.open(id, Purpose.STOP_AND_STAY, TERM))
                .satisfies(e -> assertThat(e.remedy()).contains("--restart no"));
        assertThat(stage.lines(id)).containsExactly("ready");
    }

    @Test
    void withoutARestartPolicyAnySignalWillDo() {
        String id = stage.run(shell(Recipe.POLITE));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(LONG, ask(0, Signal.INT)));
        assertThat(report.exit().code()).isEqualTo(4);
        staysDown(id);
        assertThat(stage.lines(id)).containsExactly("ready", "got INT");
    }

    @Test
    void theChildOfADeafShellIsAskedAndTheContainerStaysDown() {
        String id = stage.run(shell("sh -c \"trap 'echo child got TERM; exit 0' TERM; echo ready; "
                        + "while :; do sleep 0.05; done\"; echo over; exit 5")
                .restart("always"));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.outcome()).as("%s", report).contains(Outcome.GRACEFUL);
        assertThat(report.exit().code()).isEqualTo(5);
        staysDown(id);
        assertThat(stage.lines(id)).containsExactly("ready", "child got TERM", "over");
    }

    @Test
    void aDeafOneIsForcedAndStaysDown() {
        String id = stage.run(shell(Recipe.DEAF).restart("always"));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(Duration.ofMillis(500), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        staysDown(id);
    }

    @Test
    void aRestartBringsItBackOnce() {
        String id = stage.run(shell(Recipe.POLITE).restart("always"));
        ShutdownReport report = stage.shutDown(id, Purpose.RESTART, TERM);
        assertThat(report.outcome()).as("%s of %s", report, stage.lines(id)).contains(Outcome.GRACEFUL);
        stage.until(id, c -> c.isRunning() && stage.count(id, "ready") == 2);
        assertThat(stage.count(id, "got TERM")).isEqualTo(1);
    }

    @Test
    void aRestartThatMayDeleteTheContainerIsRefused() {
        String id = stage.run(shell(Recipe.POLITE).removedAtItsEnd());
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> stage.open(id, Purpose.RESTART, TERM))
                .satisfies(e -> assertThat(e.remedy()).contains("without --rm"));
    }

    @Test
    void aPausedOneIsResumedFirst() {
        String id = stage.run(shell(Recipe.POLITE));
        stage.post("/containers/" + id + "/pause");
        assertThat(stage.shutDown(id, Purpose.STOP, TERM).exit().code()).isEqualTo(3);
    }

    @Test
    void aHoldIsNotCutByTheEngine() {
        String id = stage.run(shell(Recipe.DEAF));
        Ladder hold = new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(ask(0, Signal.TERM)),
                Duration.ofMillis(200),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.HOLD);
        RunningShutdown shutdown = stage.begin(id, Purpose.STOP, hold);
        await().until(() -> shutdown.report().outcome().equals(Optional.of(Outcome.HELD)));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(7))
                .until(() -> stage.details(id).isRunning());
        shutdown.release();
        assertThat(finished(shutdown).outcome()).contains(Outcome.FORCED);
    }

    /** Its `wait` answers when a stop begins, with code 0. */
    @Test
    void fromElsewhereWhoHearsAndTheExitCodeAreKnownToo() {
        String id = stage.run(shell(Recipe.COUNTING));
        try (DockerHost remote =
                DockerHost.connect(stage.host().endpoint(), (none, pid) -> Optional.empty(), "docker-init"::equals)) {
            Ladder ladder = ladder(LONG, ask(0, Signal.TERM), ask(1_000, Signal.INT));
            DockerContainer container = remote.open(remote.inspect(id), Purpose.STOP, ladder);
            ShutdownReport report = finished(stage.runner().start(id, container, ladder, new HearingMemory(), r -> {}));
            assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.CATCHES);
            assertThat(report.outcome()).contains(Outcome.ESCALATED);
            assertThat(report.exit().code()).isEqualTo(4);
        }
    }

    @Test
    void aSignalOfOthersIsToldWithoutItsNumber() {
        String id = stage.run(shell(Recipe.COUNTING));
        List<ContainerEvent> events = new CopyOnWriteArrayList<>();
        try (Watch watch = stage.host().watch(events::add)) {
            watch.listening().orTimeout(20, TimeUnit.SECONDS).join();
            stage.post("/containers/" + id + "/kill?signal=TERM");
            await().until(() -> events.stream()
                    .anyMatch(e -> e.id().equals(id)
                            && e.action().equals("kill")
                            && e.signal().isEmpty()));
        }
    }

    private void staysDown(String id) {
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(7))
                .until(() -> !stage.details(id).isRunning());
    }
}
