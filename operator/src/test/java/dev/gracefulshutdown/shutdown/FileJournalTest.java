package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory.Heard;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Progress;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadAgainToTheLastDetail() throws IOException {
        JournalEntry entry = entry("a", false, 3);
        write(entry);
        assertThat(unfinished()).containsExactly(entry);
    }

    @Test
    void theNewestOfAnIdCountsAndTheFinishedAreForgotten() throws IOException {
        write(entry("a", false, 1), entry("b", false, 1), entry("a", false, 2), entry("b", true, 1));
        assertThat(unfinished()).containsExactly(entry("a", false, 2));
    }

    @Test
    void aLastLineThatWasTornAnywhereCostsNothingElse() throws IOException {
        write(entry("whole", false, 1));
        byte[] whole = Files.readAllBytes(journal());
        write(entry("whole", false, 1), entry("torn", false, 1));
        byte[] both = Files.readAllBytes(journal());
        for (int length = whole.length; length < both.length - 1; length += 61) {
            Files.write(journal(), Arrays.copyOf(both, length));
            assertThat(unfinished()).containsExactly(entry("whole", false, 1));
            write(entry("next", false, 1));
            assertThat(unfinished()).extracting(JournalEntry::id).containsExactly("whole", "next");
        }
    }

    @Test
    void linesThatAreNoneAreLeftOut() throws IOException {
        write(entry("a", false, 1));
        Files.writeString(
                journal(),
                "null\n{}\n[]\n\n\0\0\0\0\n{\"id\":7}\nnonsense\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        assertThat(unfinished()).containsExactly(entry("a", false, 1));
    }

    @Test
    void aSecondProcessIsRefusedAndToldWhichFolder() throws Exception {
        Process other = new ProcessBuilder(Programs.driver(JournalHolder.class, folder.toString())).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("holds 0");
            assertThatThrownBy(() -> new FileJournal(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another graceful process");
            other.outputWriter().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
        }
        write(entry("a", false, 1));
    }

    @Test
    void aSecondOneInTheSameProcessIsRefusedToo() throws IOException {
        try (FileJournal _ = new FileJournal(folder)) {
            assertThatThrownBy(() -> new FileJournal(folder)).hasMessageContaining(folder.toString());
        }
        write(entry("a", false, 1));
    }

    @Test
    void aProcessThatWasKilledHoldsNothing() throws Exception {
        Process other = new ProcessBuilder(Programs.driver(JournalHolder.class, folder.toString())).start();
        assertThat(other.inputReader().readLine()).isEqualTo("holds 0");
        other.destroyForcibly().waitFor();
        write(entry("a", false, 1));
    }

    @Test
    void oneThatCouldNotBeOpenedHoldsNothing() throws IOException {
        Files.createDirectories(journal().resolve("in the way"));
        assertThatThrownBy(() -> new FileJournal(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
        Files.delete(journal().resolve("in the way"));
        Files.delete(journal());
        write(entry("a", false, 1));
    }

    @Test
    void closingWritesWhatWasAccepted() throws IOException {
        FileJournal journal = new FileJournal(folder);
        List<CompletableFuture<Void>> written = IntStream.range(0, 1_000)
                .mapToObj(i -> journal.write(entry("e" + i, false, 1)))
                .toList();
        journal.close();
        assertThat(written).allMatch(entry -> entry.isDone() && !entry.isCompletedExceptionally());
        assertThat(journal.write(entry("late", false, 1))).isCompletedExceptionally();
        journal.close();
        assertThat(unfinished()).hasSize(1_000);
    }

    @Test
    void aLongLifeDoesNotMakeItGrow() throws IOException {
        try (FileJournal journal = new FileJournal(folder)) {
            CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 10_000; i++) {
                last = journal.write(entry("same", false, i % 100));
            }
            last.join();
            journal.write(entry("same", false, 1)).join();
            assertThat(Files.size(journal())).isLessThan(10 << 20);
        }
        assertThat(unfinished()).containsExactly(entry("same", false, 1));
        assertThat(Files.size(journal())).isLessThan(10_000);
    }

    @Test
    void aThousandEntriesShareTheirWayToTheDisk(@TempDir Path elsewhere) throws Exception {
        try (FileJournal journal = new FileJournal(folder);
                Recording recording = new Recording()) {
            CountDownLatch go = new CountDownLatch(1);
            holdWriter(journal, go);
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            List<CompletableFuture<Void>> written = IntStream.range(0, 1_000)
                    .mapToObj(i -> journal.write(entry("e" + i, false, 1)))
                    .toList();
            go.countDown();
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            recording.stop();
            Path file = elsewhere.resolve("recording.jfr");
            recording.dump(file);
            long forced = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> journal().toString().equals(event.getString("path"))
                            || (journal() + ".new").equals(event.getString("path")))
                    .count();
            assertThat(forced).isBetween(1L, 3L);
        }
    }

    /** What depends on an entry runs on the writer's thread: so it can be made to wait there. */
    private static void holdWriter(FileJournal journal, CountDownLatch go) {
        CountDownLatch held = new CountDownLatch(1);
        while (held.getCount() > 0) {
            journal.write(entry("hold", false, 1))
                    .thenRun(() -> {
                        if (Thread.currentThread().getName().equals("journal")) {
                            held.countDown();
                            Stage.pass(go);
                        }
                    })
                    .completeOnTimeout(null, 100, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    @Test
    void aFullDiskIsSaidAndOnceThereIsRoomItGoesOn() throws Exception {
        try (Tmpfs disk = new Tmpfs(folder, "512k");
                FileJournal journal = new FileJournal(folder)) {
            journal.write(entry("before", false, 1)).join();
            Path filler = disk.fill();
            assertThat(journal.write(entry("refused", false, 500)))
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("No space left");
            Files.delete(filler);
            journal.write(entry("after", false, 1)).join();
            assertThat(Files.readAllLines(journal())).first(STRING).contains("before");
            assertThat(Files.readAllLines(journal())).last(STRING).contains("after");
        }
    }

    @Test
    void withoutRoomToBeWrittenAnewItGoesOnAsItIs() throws Exception {
        try (Tmpfs _ = new Tmpfs(folder, "6m");
                FileJournal journal = new FileJournal(folder)) {
            List<String> accepted = new ArrayList<>();
            boolean full = false;
            for (int i = 0; i < 1_000 && !full; i++) {
                CompletableFuture<Void> written = journal.write(entry("e" + i, false, 500));
                full = written.handle((done, failure) -> failure != null).join();
                if (!full) {
                    accepted.add("e" + i);
                }
            }
            assertThat(full).isTrue();
            assertThat(Files.size(journal())).isGreaterThan(5 << 20);
            assertThat(folder.resolve("journal.new")).doesNotExist();
            assertThat(Files.readAllLines(journal())).hasSizeGreaterThanOrEqualTo(accepted.size());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        try (Tmpfs disk = new Tmpfs(folder, "512k")) {
            disk.readOnly();
            assertThatThrownBy(() -> new FileJournal(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    /** A small disk over a folder. */
    private static final class Tmpfs implements AutoCloseable {
        private final Path folder;

        Tmpfs(Path folder, String size) {
            Programs.needRoot();
            this.folder = folder;
            run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        }

        Path fill() throws IOException {
            Path filler = folder.resolve("filler");
            try (var out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException full) {
                return filler;
            }
        }

        void readOnly() {
            run("mount", "-o", "remount,ro", folder.toString());
        }

        private static void run(String... command) {
            assertThatNoException().as(String.join(" ", command)).isThrownBy(() -> {
                Process process = new ProcessBuilder(command).inheritIO().start();
                assertThat(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0)
                        .isTrue();
            });
        }

        @Override
        public void close() {
            run("umount", "-l", folder.toString());
        }
    }

    private Path journal() {
        return folder.resolve("journal");
    }

    private void write(JournalEntry... entries) throws IOException {
        try (FileJournal journal = new FileJournal(folder)) {
            for (JournalEntry entry : entries) {
                journal.write(entry).join();
            }
        }
    }

    private List<JournalEntry> unfinished() throws IOException {
        try (FileJournal journal = new FileJournal(folder)) {
            return journal.unfinished();
        }
    }

    private static JournalEntry entry(String id, boolean finished, int ears) {
        Ladder ladder = new Ladder(
                Optional.of(Signal.HUP),
                Duration.ofNanos(1_234_567_891),
                List.of(
                        Step.ask(Duration.ZERO, Signal.TERM),
                        new Step(
                                Duration.ofNanos(5_000_000_001L),
                                Signal.parse("RTMIN+3").orElseThrow(),
                                Delivery.DESCENDANTS,
                                Step.Purpose.DIAGNOSE)),
                Duration.ofHours(24),
                OnUndeliverable.SKIP,
                Set.of(Condition.DISK_WAIT, Condition.CONNECTIONS),
                Duration.ofMinutes(5),
                OnDeadline.HOLD);
        StepRecord record = new StepRecord(
                Duration.ofNanos(-1),
                Signal.TERM,
                StepRecord.SentBy.RUNTIME,
                List.of("1 \"sh\"\n\u00e9\ud83d\ude00"),
                Hearing.FORWARDS,
                StepRecord.Result.ASSUMED);
        return new JournalEntry(
                id,
                new ContainerIdentity("boot", "c".repeat(64), new ProcessKey(4711, Long.MAX_VALUE)),
                Map.of("restart", "always"),
                ladder,
                Long.MAX_VALUE - 1,
                new Progress(1, 17, true, false, List.of(record)),
                IntStream.range(0, ears)
                        .mapToObj(i -> new Heard(
                                new ProcessKey(2 + i, i), new SignalSet(-1L), new SignalSet(Long.MIN_VALUE), true))
                        .toList(),
                finished ? JournalEntry.Stage.FINISHED : JournalEntry.Stage.RUNNING);
    }
}
