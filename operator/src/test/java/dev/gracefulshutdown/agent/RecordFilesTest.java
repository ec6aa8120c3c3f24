package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Subject MAIN = subject("main");
    private static final Subject SIDECAR = subject("proxy");

    @TempDir
    private Path folder = Path.of("/");

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        RecordFiles files = files();
        Shutdown record = draft(MAIN, Outcome.GRACEFUL).toResource();
        files.write(record);
        assertThat(files.all()).hasSize(1);
        assertThat(files.read("shop/web-1")).map(Shutdown::getStatus).contains(record.getStatus());
        files.remove(record);
        assertThat(files.all()).isEmpty();
    }

    @Test
    void aFileThatCanNotBeReadHidesNoOther() throws IOException {
        RecordFiles files = files();
        files.write(draft(MAIN, Outcome.GRACEFUL).toResource());
        Files.writeString(folder.resolve("torn.json"), "{\"kind\":");
        assertThat(files.all()).hasSize(1);
    }

    @Test
    void whatAnEarlierLifeWroteDownStaysInTheRecord() {
        Draft later = draft(SIDECAR, Outcome.FORCED);
        later.addEarlier(draft(MAIN, Outcome.GRACEFUL).toResource());
        Shutdown whole = later.toResource();
        assertThat(Objects.requireNonNull(whole.getStatus()).containers())
                .extracting(ContainerRecord::name)
                .containsExactly("main", "proxy");
        assertThat(whole.getStatus().outcome()).isEqualTo(Outcome.FORCED);
    }

    @Test
    void aCauseThatIsKnownIsNotForgottenWithThePod() {
        Draft draft = draft(MAIN, Outcome.GRACEFUL);
        draft.because(ShutdownSpec.Cause.EVICTION);
        draft.because(ShutdownSpec.Cause.UNKNOWN);
        assertThat(draft.toResource().getSpec().cause()).isEqualTo(ShutdownSpec.Cause.EVICTION);
    }

    @Test
    void aProbeIsWhatIsLeftWhereNothingShowsAnotherCause() {
        Draft draft = draft(MAIN, Outcome.GRACEFUL);
        assertThat(draft.toResource().getSpec().cause()).isEqualTo(ShutdownSpec.Cause.PROBE);
        draft.because(ShutdownSpec.Cause.EVICTION);
        draft.because(ShutdownSpec.Cause.PROBE);
        assertThat(draft.toResource().getSpec().cause()).isEqualTo(ShutdownSpec.Cause.EVICTION);
    }

    @Test
    void theJournalTellsWhoseAShutdownIs() {
        assertThat(Subject.of("c1", MAIN.notes())).contains(MAIN);
        assertThat(Subject.of("c1", Map.of("restartPolicy", "always"))).isEmpty();
    }

    private RecordFiles files() throws IOException {
        return new RecordFiles(folder, new KubernetesSerialization());
    }

    private static Draft draft(Subject subject, Outcome outcome) {
        Draft draft = new Draft(subject, "node1");
        draft.add(
                subject.container(),
                new ShutdownReport(
                        subject.id(),
                        Optional.of(outcome),
                        "as it was",
                        new ExitStatus.Code(0),
                        List.of(),
                        List.of(),
                        NOON,
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        true));
        return draft;
    }

    private static Subject subject(String container) {
        return new Subject(
                "shop",
                "web",
                "uid-1",
                container,
                "c1",
                "web-1",
                ShutdownSpec.Cause.PROBE,
                true,
                Optional.empty(),
                Optional.empty());
    }
}
