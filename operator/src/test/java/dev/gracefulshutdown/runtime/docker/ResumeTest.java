package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.JournalEntry;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash of ours between the claim and the end: the journal knew before the engine did. */
class ResumeTest extends OnEachEngine {
    private static final Ladder INT_LATE = ladder(Duration.ofSeconds(3), ask(0, Signal.HUP), ask(2_000, Signal.INT));

    @TempDir
    private Path folder;

    ResumeTest(TestEngine engine) {
        super(engine);
    }

    private String claimed(Purpose purpose, Ladder ladder) throws IOException {
        String id = stage.run(Recipe.shell("trap 'echo got HUP' HUP; trap 'echo got INT; exit 4' INT; echo ready; "
                        + "while :; do sleep 0.05; done")
                .restart("always"));
        try (FileJournal journal = new FileJournal(folder);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal)) {
            runner.start(id, stage.open(id, purpose, ladder), ladder, new HearingMemory(), report -> {});
            stage.says(id, "got HUP");
        }
        assertThat(stage.details(id).restartPolicy()).isEqualTo(RestartPolicy.NO);
        return id;
    }

    @Test
    void aSuccessorGoesOnAndGivesTheRestartPolicyBack() throws IOException {
        String id = claimed(Purpose.STOP, INT_LATE);
        ShutdownReport report = resumed(id);
        assertThat(report.exit().code()).isEqualTo(4);
        assertThat(stage.lines(id)).containsExactly("ready", "got HUP", "got INT");
        ContainerDetails after = stage.details(id);
        assertThat(after.isRunning()).isFalse();
        assertThat(after.restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void aSuccessorStartsAgainWhatWasToBeRestarted() throws IOException {
        String id = claimed(Purpose.RESTART, INT_LATE);
        resumed(id);
        await().until(() -> stage.count(id, "ready") == 2);
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void anExitThatNobodySawIsFoundByTheSuccessor() throws IOException {
        String id = claimed(Purpose.STOP, INT_LATE);
        stage.post("/containers/" + id + "/kill?signal=INT");
        stage.until(id, c -> !c.isRunning());
        assertThat(resumed(id).exit().code()).isEqualTo(4);
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void anotherRunIsLeftAloneButForItsRestartPolicy() throws IOException {
        String id = claimed(Purpose.STOP, INT_LATE);
        stage.post("/containers/" + id + "/restart?t=0");
        try (FileJournal journal = new FileJournal(folder)) {
            JournalEntry entry = journal.unfinished().getFirst();
            assertThat(stage.host().resume(entry.container(), entry.notes(), entry.ladder()))
                    .isEmpty();
        }
        assertThat(stage.details(id).isRunning()).isTrue();
        assertThat(stage.details(id).restartPolicy().name()).isEqualTo("always");
    }

    private ShutdownReport resumed(String id) throws IOException {
        ShutdownReport report;
        try (FileJournal journal = new FileJournal(folder);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal)) {
            JournalEntry entry = journal.unfinished().getFirst();
            assertThat(entry.id()).isEqualTo(id);
            Optional<DockerContainer> again = stage.host().resume(entry.container(), entry.notes(), entry.ladder());
            report = finished(runner.resume(entry, again.orElseThrow(), r -> {}));
        }
        try (FileJournal after = new FileJournal(folder)) {
            assertThat(after.unfinished()).isEmpty();
        }
        return report;
    }
}
