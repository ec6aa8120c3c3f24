package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Progress;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.runtime.linux.BootClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around a ladder: who listens, who comes too late, who comes twice. */
class RunningShutdownTest {
    private static final Step TERM = Step.ask(Duration.ZERO, Signal.TERM);
    private static final Step INT = Step.ask(Duration.ofMillis(300), Signal.INT);
    private static final String POLITE = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";

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
    void theListenerHearsOfTheEndBeforeAnybodyWhoWaitsForIt() {
        Stage.Actor actor = start(POLITE);
        List<ShutdownReport> heard = new CopyOnWriteArrayList<>();
        RunningShutdown shutdown =
                stage.runner().start("a", stage.container(actor), term(60), new HearingMemory(), heard::add);
        ShutdownReport last = Stage.finished(shutdown);
        assertThat(heard).endsWith(last).filteredOn(ShutdownReport::finished).hasSize(1);
        assertThat(last.outcome()).contains(Outcome.GRACEFUL);
        assertThat(shutdown.report()).isEqualTo(last);
    }

    @Test
    void aListenerThatFailsStopsNoShutdown() {
        Stage.Actor actor = start("echo ready; exec sleep 1000");
        RunningShutdown shutdown = stage.runner()
                .start("a", stage.container(actor), term(1), new HearingMemory(), report -> {
                    throw new IllegalStateException("nobody is there");
                });
        assertThat(Stage.finished(shutdown).outcome()).contains(Outcome.FORCED);
    }

    /** One that waits for a disk, for example, while a node is drained: more of them than there are workers. */
    @Test
    void listenersThatTakeTheirTimeOverEndsKeepNobodyElseWaiting() {
        CountDownLatch disk = new CountDownLatch(1);
        List<RunningShutdown> ended = IntStream.range(0, 20)
                .mapToObj(i -> stage.start("a" + i, "sh", "-c", POLITE).says("ready"))
                .map(actor -> stage.runner()
                        .start(actor.name(), stage.container(actor), term(60), new HearingMemory(), report -> {
                            if (report.finished()) {
                                Stage.pass(disk);
                            }
                        }))
                .toList();
        await().until(() -> ended.stream().allMatch(it -> it.report().finished()));

        assertThat(stage.stop(start(POLITE), term(60)).outcome()).contains(Outcome.GRACEFUL);
        assertThat(ended).noneMatch(it -> it.done().isDone());
        disk.countDown();
        ended.forEach(Stage::finished);
    }

    @Test
    void aSecondStartWithTheSameIdJoinsTheFirst() {
        Stage.Actor actor = start(POLITE);
        Recorder first = new Recorder(stage.container(actor));
        Recorder second = new Recorder(stage.container(actor));
        RunningShutdown one = stage.runner().start("a", first, term(60), new HearingMemory(), report -> {});
        RunningShutdown other = stage.runner().start("a", second, term(60), new HearingMemory(), report -> {});
        assertThat(other).isSameAs(one);
        Stage.finished(one);
        assertThat(first.sent()).hasSize(1);
        assertThat(second.sent()).isEmpty();
    }

    @Test
    void whatHadEndedBeforeTheFirstSignalIsAlreadyGone() throws Exception {
        Stage.Actor actor = start(POLITE);
        Container container = stage.container(actor);
        actor.process().close();
        container.exit().handle((exit, failure) -> true).get(30, TimeUnit.SECONDS);
        ShutdownReport report =
                Stage.finished(stage.runner().start("a", container, term(60), new HearingMemory(), report1 -> {}));
        assertThat(report.outcome())
                .hasValueSatisfying(outcome -> assertThat(outcome).isIn(Outcome.ALREADY_GONE, Outcome.FORCED));
        assertThat(report.timeline()).isEmpty();
    }

    @Test
    void whatEndedWhileWeWereAwayEndedAfterTheStepThatWasSent() throws Exception {
        Stage.Actor actor = start(POLITE);
        Container container = stage.container(actor);
        long startedAt = BootClock.now();
        StepRecord sent = new StepRecord(
                Duration.ZERO, Signal.TERM, SentBy.AGENT, List.of("1 sh"), Hearing.CATCHES, Result.ASSUMED);
        JournalEntry entry = new JournalEntry(
                "a",
                container.identity(),
                Map.of(),
                Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(60), TERM, INT),
                startedAt,
                new Progress(1, 0, true, false, List.of(sent)),
                List.of(),
                JournalEntry.Stage.RUNNING);
        assertThat(container.send(Signal.TERM, container.identity().main())).isEqualTo(SendResult.DELIVERED);
        container.exit().get(30, TimeUnit.SECONDS);
        ShutdownReport report = Stage.finished(stage.runner().resume(entry, container, news -> {}));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(report.reason()).isEqualTo("exited by itself after SIGTERM");
        assertThat(report.timeline()).containsExactly(sent);
    }

    @Test
    void aStepThatNobodyCouldHearIsNoReasonForTheExit() {
        // SIGQUIT comes in the middle of the clean-up, and the kernel drops it.
        Stage.Actor actor = start("trap 'sleep 1; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        Step quit = Step.ask(Duration.ofMillis(300), Signal.QUIT);
        ShutdownReport report =
                stage.stop(actor, Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(60), TERM, quit));
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(report.reason()).isEqualTo("exited by itself after SIGTERM");
    }

    private Stage.Actor start(String script) {
        return stage.start("a", "sh", "-c", script).says("ready");
    }

    private static Ladder term(int seconds) {
        return Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(seconds), TERM);
    }
}
