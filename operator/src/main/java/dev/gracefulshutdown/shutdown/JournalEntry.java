package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.HearingMemory.Heard;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Progress;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The whole state of one shutdown at one moment; the newest of an id is the one that counts.
 *
 * @param id unique among what runs
 * @param container whose shutdown
 * @param notes what the container must be told to undo what was changed about it
 * @param ladder the plan, decided at the start and kept whatever becomes of the policy
 * @param startedAt CLOCK_BOOTTIME, nanoseconds
 * @param progress steps that are begun count as sent
 * @param ears what was known of who hears before the first signal
 * @param stage what is left to be done
 */
public record JournalEntry(
        String id,
        ContainerIdentity container,
        Map<String, String> notes,
        Ladder ladder,
        long startedAt,
        Progress progress,
        List<Heard> ears,
        Stage stage) {
    /** What is left to be done. */
    public enum Stage {
        /** The ladder. */
        RUNNING,
        /** The ladder is over, for good: only what was changed about the container is to be undone. */
        SETTLING,
        /** Nothing. */
        FINISHED
    }

    public JournalEntry {
        notes = Map.copyOf(Objects.requireNonNullElse(notes, Map.of()));
        ears = List.copyOf(ears);
    }

    /** The same at a later moment. */
    JournalEntry at(Progress later, List<Heard> known, Stage left) {
        return new JournalEntry(id, container, notes, ladder, startedAt, later, known, left);
    }
}
