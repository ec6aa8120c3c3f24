package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Progress;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.shutdown.JournalEntry;
import dev.gracefulshutdown.shutdown.JournalEntry.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateJournalTest {
    private static final long WALL = 1_800_000_000_000_000_000L;

    private final MapState state = new MapState();
    private Duration patience = Duration.ZERO;

    private static JournalEntry entry(String id, long startedAt, int steps, Stage stage) {
        return new JournalEntry(
                id,
                new ContainerIdentity("engine", "c-" + id, new ProcessKey(7, 11)),
                Map.of("docker.restartPolicy", "always"),
                Ladder.kill(Signal.KILL),
                startedAt,
                new Progress(steps, 0, false, false, List.of()),
                List.of(),
                stage);
    }

    private StateJournal open(long boot, long wall) {
        return new StateJournal(state, () -> boot, () -> wall, patience);
    }

    @Test
    void whatIsUnfinishedGoesOnOnAnotherNodeWithItsEndUnmoved() {
        try (StateJournal first = open(5_000, WALL)) {
            first.write(entry("a", 4_000, 1, Stage.RUNNING)).join();
            first.write(entry("b", 4_500, 1, Stage.RUNNING)).join();
            first.write(entry("a", 4_000, 2, Stage.RUNNING)).join();
            first.write(entry("b", 4_500, 1, Stage.FINISHED)).join();
        }
        // 3,000 ns later by the wall clock, on a node that was started long ago.
        try (StateJournal second = open(900_000, WALL + 3_000)) {
            assertThat(second.unfinished()).containsExactly(entry("a", 900_000 - 4_000, 2, Stage.RUNNING));
            second.write(entry("a", 896_000, 2, Stage.FINISHED)).join();
        }
        try (StateJournal third = open(0, WALL)) {
            assertThat(third.unfinished()).isEmpty();
        }
    }

    @Test
    void anEntryThatCouldNotBeKeptIsNotAcknowledged() {
        try (StateJournal journal = open(0, WALL)) {
            state.fail(true);
            assertThatThrownBy(
                            () -> journal.write(entry("a", 0, 1, Stage.RUNNING)).join())
                    .hasMessageContaining("the API server is away");
            state.fail(false);
            journal.write(entry("b", 0, 1, Stage.RUNNING)).join();
        }
        // What was begun meanwhile comes with the next write.
        try (StateJournal next = open(0, WALL)) {
            assertThat(next.unfinished()).extracting(JournalEntry::id).containsExactly("a", "b");
        }
    }

    @Test
    void aMomentWithoutAnApiServerIsWaitedOut() {
        patience = Duration.ofMinutes(1);
        try (StateJournal journal = open(0, WALL)) {
            state.failNext(2);
            journal.write(entry("a", 0, 1, Stage.RUNNING)).join();
        }
        assertThat(state.get("journal.jsonl")).contains("c-a");
    }

    @Test
    void whatIsWrittenAtOnceIsKeptWhenItIsClosed() {
        try (StateJournal journal = open(0, WALL)) {
            for (int i = 0; i < 200; i++) {
                var _ = journal.write(entry("e" + i, i, 1, Stage.RUNNING));
            }
        }
        assertThat(state.writes()).isLessThanOrEqualTo(200);
        try (StateJournal next = open(0, WALL)) {
            assertThat(next.unfinished()).hasSize(200);
        }
    }
}
