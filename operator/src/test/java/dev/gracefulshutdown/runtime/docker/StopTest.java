package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One container, one shutdown: what reaches whom, and what is left behind. */
class StopTest extends OnEachEngine {
    private static final Ladder TERM = ladder(Duration.ofSeconds(20), ask(0, Signal.TERM));

    StopTest(TestEngine engine) {
        super(engine);
    }

    @Test
    void laterStepsGoBesideTheEnginesStopAndNothingComesTwice() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING));
        ShutdownReport report = stage.shutDown(
                id, Purpose.STOP, ladder(Duration.ofSeconds(20), ask(0, Signal.TERM), ask(1_000, Signal.INT)));
        assertThat(report.outcome()).contains(Outcome.ESCALATED);
        assertThat(report.exit().code()).isEqualTo(4);
        assertThat(stage.lines(id)).containsExactly("ready", "got TERM", "got INT");
    }

    @Test
    void aStopSignalThatComesLaterIsSentOnce() {
        String id = stage.run(Recipe.shell("trap 'echo got TERM; exit 3' TERM; trap 'echo got HUP' HUP; "
                        + "echo ready; while :; do sleep 0.05; done")
                .restart("always"));
        ShutdownReport report = stage.shutDown(
                id, Purpose.STOP, ladder(Duration.ofSeconds(20), ask(0, Signal.HUP), ask(500, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.ESCALATED);
        assertThat(stage.lines(id)).containsExactly("ready", "got HUP", "got TERM");
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void whatHearsIsReadBeforeTheFirstSignal() {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.CATCHES);
        assertThat(report.timeline().getFirst().to()).containsExactly("1 sh");
    }

    @Test
    void theChildOfADeafShellIsAskedItself() {
        String id = stage.run(Recipe.shell("sh -c \"trap 'echo child got TERM; exit 0' TERM; echo ready; "
                        + "while :; do sleep 0.05; done\"; echo over; exit 5")
                .restart("always")
                .stopSignal("SIGINT"));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(report.exit().code()).isEqualTo(5);
        assertThat(stage.count(id, "child got TERM")).isEqualTo(1);
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void anInitOfTheEngineForwardsOneSignalNotTwo() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING).init());
        ShutdownReport report = stage.shutDown(
                id, Purpose.STOP, ladder(Duration.ofSeconds(20), ask(0, Signal.TERM), ask(1_000, Signal.INT)));
        assertThat(report.outcome()).contains(Outcome.ESCALATED);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.FORWARDS);
        assertThat(stage.lines(id)).containsExactly("ready", "got TERM", "got INT");
    }

    @Test
    void withoutAPidNamespaceOfItsOwnTheMainProcessIsNotAskedBeforeItsChildren() {
        String id = stage.run(Recipe.shell("sh -c \"trap 'sleep 0.3; echo child cleaned; exit 0' TERM; echo ready; "
                        + "while :; do sleep 0.05; done\"; echo over; exit 5")
                .pidsOf("host"));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.outcome()).as("%s", report).contains(Outcome.GRACEFUL);
        assertThat(stage.lines(id)).contains("child cleaned", "over");
    }

    @Test
    void anExecSessionGetsNothingButTheEnd() {
        String id = stage.run(Recipe.shell(Recipe.DEAF));
        String script = "trap 'echo exec got TERM > /proc/1/fd/1' TERM; echo exec ready > /proc/1/fd/1; "
                + "while :; do sleep 0.05; done";
        String exec = Json.text(
                stage.post("/containers/" + id + "/exec", "{\"Cmd\":[\"sh\",\"-c\",\"" + script + "\"]}"), "Id");
        stage.post("/exec/" + exec + "/start", "{\"Detach\":true}");
        stage.says(id, "exec ready");
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(Duration.ofSeconds(1), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.DEAF);
        assertThat(stage.lines(id)).containsExactly("ready", "exec ready");
    }

    @Test
    void aFrozenContainerIsResumedBeforeItIsAskedWhateverTheSignal() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).stopSignal("SIGTERM"));
        stage.post("/containers/" + id + "/pause");
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(Duration.ofSeconds(20), ask(0, Signal.INT)));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(stage.lines(id)).containsExactly("ready", "got INT");
    }

    @Test
    void aStoppedProcessIsContinuedSoThatItsHandlerRuns() throws IOException, InterruptedException {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        String pid = String.valueOf(stage.details(id).pid());
        assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
        await().until(() -> Files.readString(Path.of("/proc", pid, "stat")).contains(") T "));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(stage.lines(id)).containsExactly("ready", "got TERM");
    }

    @Test
    void aContainerThatWasNeverStartedHasNobodyToBeSignalled() {
        String id = stage.create(Recipe.shell(Recipe.POLITE));
        assertThat(stage.details(id).pid()).isZero();
        assertThat(stage.shutDown(id, Purpose.STOP, ladder(Duration.ofMillis(200), ask(0, Signal.TERM)))
                        .outcome())
                .contains(Outcome.ALREADY_GONE);
        assertThat(stage.shutDown(id, Purpose.KILL, Ladder.kill(Signal.KILL)).outcome())
                .contains(Outcome.ALREADY_GONE);
        assertThat(stage.lines(id)).isEmpty();
    }

    @Test
    void halfASecondIsNotCutToNone() {
        String id = stage.run(Recipe.shell(
                "trap 'sleep 0.2; echo cleaned; exit 0' TERM; echo ready; " + "while :; do sleep 0.05; done"));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(Duration.ofMillis(500), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(stage.lines(id)).contains("cleaned");
    }

    @Test
    void aStoppedContainerIsLeftAlone() {
        String id = stage.run(Recipe.shell("echo ready; exit 137"));
        stage.until(id, c -> !c.isRunning());
        assertThat(stage.shutDown(id, Purpose.STOP, TERM).outcome()).contains(Outcome.ALREADY_GONE);
    }

    @Test
    void aStoppedContainerIsStartedByARestart() {
        String id = stage.run(Recipe.shell("echo ready; sleep 0.1"));
        stage.until(id, c -> !c.isRunning());
        stage.shutDown(id, Purpose.RESTART, TERM);
        await().until(() -> stage.count(id, "ready") == 2);
    }

    @Test
    void aHeldContainerIsNotKilledByTheEngineEither() {
        String id = stage.run(Recipe.shell(Recipe.DEAF).stopTimeout(1));
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

    @Test
    void aRestartOfARemovedAtItsEndContainerKeepsItAndItsVolume() {
        String id = stage.run(Recipe.shell(
                        "trap 'exit 3' TERM; trap 'exit 4' INT; test -e /data/mark && echo kept; touch /data/mark; "
                                + "echo ready; while :; do sleep 0.05; done")
                .removedAtItsEnd()
                .anonymousVolume("/data"));
        ShutdownReport report =
                stage.shutDown(id, Purpose.RESTART, ladder(Duration.ofSeconds(20), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        stage.says(id, "kept");
        assertThat(stage.details(id).isRunning()).isTrue();
    }

    @Test
    void aRestartByAnotherSignalKeepsARemovedAtItsEndContainerToo() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).removedAtItsEnd());
        stage.shutDown(id, Purpose.RESTART, ladder(Duration.ofSeconds(20), ask(0, Signal.INT)));
        await().until(() -> stage.count(id, "ready") == 2);
        assertThat(stage.details(id).isRunning()).isTrue();
    }

    @Test
    void aRemovedAtItsEndContainerIsNotStoppedForGood() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).removedAtItsEnd());
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> stage.open(id, Purpose.STOP_AND_STAY, TERM))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        assertThat(stage.shutDown(id, Purpose.STOP, TERM).exit().code()).isEqualTo(3);
        await().until(() -> stage.host().find(id).isEmpty());
    }

    @Test
    void aContainerThatIsRemovedMeanwhileEndsTheShutdown() {
        String id = stage.run(Recipe.shell(Recipe.DEAF));
        RunningShutdown shutdown = stage.begin(id, Purpose.STOP, TERM);
        await().until(() -> !shutdown.report().timeline().isEmpty());
        stage.delete("/containers/" + id + "?force=1&v=1");
        assertThat(finished(shutdown).outcome()).isPresent();
    }

    @Test
    void aTaskOfASwarmIsRefusedWithTheAdvice() {
        String id = stage.run(Recipe.shell(Recipe.POLITE)
                .label("com.docker.swarm.service.id", "abc")
                .label("com.docker.swarm.service.name", "web"));
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> stage.open(id, Purpose.STOP, TERM))
                .satisfies(e -> assertThat(e.remedy()).contains("docker service scale web=0"));
    }

    @Test
    void labelsThatLookLikeAnExitCodeDoNotDeceive() {
        String id = stage.run(Recipe.shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done")
                .label("signal", "99")
                .label("exitCode", "0"));
        assertThat(stage.shutDown(id, Purpose.STOP, TERM).exit().code()).isEqualTo(7);
    }

    @Test
    void aChildThatWasOutOfMemoryDoesNotExcuseASigkillOfOurs() {
        assumeTrue(stage.get("/info").path("MemoryLimit").asBoolean(), "this engine limits no memory");
        String id = stage.run(Recipe.shell("trap '' TERM; (head -c 40000000 /dev/zero | tail > /dev/null); echo ready; "
                        + "while :; do sleep 0.05; done")
                .memory(16 << 20));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, ladder(Duration.ofMillis(500), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.reason()).isEqualTo("killed by SIGKILL (137)");
    }

    @Test
    void aMainProcessThatIsOutOfMemoryIsForcedByTheKernelAndThatIsSaid() {
        assumeTrue(stage.get("/info").path("MemoryLimit").asBoolean(), "this engine limits no memory");
        String id = stage.run(Recipe.shell("trap 'exec tail /dev/zero' TERM; echo ready; while :; do sleep 0.05; done")
                .memory(16 << 20));
        ShutdownReport report = stage.shutDown(id, Purpose.STOP, TERM);
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.reason()).isEqualTo("out of memory (137)");
    }

    @Test
    void aReloadDoesNotSwitchRestartsOff() {
        String id = stage.run(Recipe.shell(
                        "trap 'echo got HUP' HUP; trap 'exit 3' TERM; echo ready; " + "while :; do sleep 0.05; done")
                .restart("always"));
        ShutdownReport report = stage.shutDown(id, Purpose.ofSignal(Signal.HUP), Ladder.kill(Signal.HUP));
        assertThat(report.outcome()).contains(Outcome.SIGNALLED);
        stage.says(id, "got HUP");
        // Not by us: whether the engine would still restart it shows when it ends on its own.
        stage.node().container(id).orElseThrow().killAll();
        await().until(() -> stage.count(id, "ready") == 2);
    }

    @Test
    void aKillIsOneSignalAndTheContainerStaysDown() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).restart("always"));
        ShutdownReport report = stage.shutDown(id, Purpose.KILL, Ladder.kill(Signal.KILL));
        assertThat(report.outcome()).contains(Outcome.SIGNALLED);
        stage.until(id, c -> !c.isRunning());
        await().during(Duration.ofSeconds(1)).until(() -> !stage.details(id).isRunning());
    }

    @Test
    void aStopThatSomebodyElseRunsIsJoinedAndNotRepeated() {
        String id = stage.run(Recipe.shell(Recipe.COUNTING));
        stage.post("/containers/" + id + "/kill?signal=TERM");
        stage.says(id, "got TERM");
        Ladder ladder = ladder(Duration.ofSeconds(20), ask(0, Signal.TERM), ask(500, Signal.INT));
        DockerContainer container = stage.open(id, Purpose.JOIN, ladder);
        RunningShutdown shutdown =
                stage.runner().start(id, container, ladder, new dev.gracefulshutdown.ladder.HearingMemory(), r -> {});
        shutdown.sentByOther(Signal.TERM);
        assertThat(finished(shutdown).exit().code()).isEqualTo(4);
        assertThat(stage.count(id, "got TERM")).isEqualTo(1);
    }
}
