package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 9 on real processes: more time while a condition holds, and no longer. */
class ExtensionTest {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration VERY_LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void open() {
        Programs.needNamespaces();
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void whileAClientIsConnectedAndNoLonger() throws IOException {
        Path leave = folder.resolve("leave");
        Stage.Actor actor = stage.start(
                        "server",
                        "unshare",
                        "--net",
                        Programs.python(),
                        Programs.script("connected.py"),
                        leave.toString())
                .says("ready");
        RunningShutdown shutdown = stage.begin(actor, extended(VERY_LONG, Condition.CONNECTIONS));
        actor.says("draining");
        isExtended(shutdown);
        Files.createFile(leave);
        endsForced(shutdown);
    }

    @Test
    void whileAThreadWaitsForTheDiskAndNoLonger() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Stage.Actor actor = stage.start("disk", Programs.python(), Programs.script("disk_wait.py"), fifo.toString())
                .says("ready");
        RunningShutdown shutdown = stage.begin(actor, extended(VERY_LONG, Condition.DISK_WAIT));
        isExtended(shutdown);
        Files.newOutputStream(fifo).close();
        actor.says("woken");
        endsForced(shutdown);
    }

    @Test
    void notLongerThanTheMaximum() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Stage.Actor actor = stage.start("disk", Programs.python(), Programs.script("disk_wait.py"), fifo.toString())
                .says("ready");
        ShutdownReport report = stage.stop(actor, extended(Duration.ofSeconds(2), Condition.DISK_WAIT));
        assertThat(report.notices()).contains(Notice.EXTENDED);
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline().getLast().at()).isGreaterThanOrEqualTo(GRACE.plusSeconds(2));
        assertThat(actor.lines()).contains("ready").doesNotContain("woken");
    }

    @Test
    void notForWhatCannotBeRead() {
        Stage.Actor actor = stage.start("deaf", "sh", "-c", "echo ready; while :; do sleep 0.1; done")
                .says("ready");
        ShutdownReport report = stage.stop(actor, extended(VERY_LONG, Condition.DISK_WRITES));
        assertThat(report.notices()).containsExactly(Notice.CONDITION_UNKNOWN);
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline().getLast().at()).isBetween(GRACE, VERY_LONG);
    }

    @Test
    void notForAConditionThatNeverHeld() {
        Stage.Actor actor = stage.start("idle", "sh", "-c", "trap : TERM; echo ready; while :; do sleep 0.1; done")
                .says("ready");
        ShutdownReport report = stage.stop(actor, extended(VERY_LONG, Condition.DISK_WAIT));
        assertThat(report.notices()).isEmpty();
        assertThat(report.outcome()).contains(Outcome.FORCED);
    }

    private static void isExtended(RunningShutdown shutdown) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shutdown.report().notices().contains(Notice.EXTENDED));
        assertThat(shutdown.done()).isNotDone();
        assertThat(shutdown.elapsed()).isGreaterThanOrEqualTo(GRACE);
    }

    private static void endsForced(RunningShutdown shutdown) {
        ShutdownReport report = Stage.finished(shutdown);
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline()).extracting(step -> step.signal()).containsExactly(Signal.TERM, Signal.KILL);
    }

    private static Ladder extended(Duration maximum, Condition condition) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(Step.ask(Duration.ZERO, Signal.TERM)),
                GRACE,
                OnUndeliverable.WAIT,
                Set.of(condition),
                maximum,
                OnDeadline.KILL);
    }
}
