package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.keeper.Mark;
import dev.gracefulshutdown.keeper.Notes;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateNotesTest {
    private static final Notes NOTES = new Notes(
            Map.of("shop/p", Map.of("id", "7")),
            Map.of("id", new Mark("db", "shop/p", new RestartPolicy("on-failure", 3), true)),
            Map.of("id", new Notes.Owed("shop/p", "6", "2026-05-01T10:00:00Z")));

    private final MapState state = new MapState();

    @Test
    void theNextLeaderReadsWhatTheLastOneKept() throws IOException {
        StateNotes notes = new StateNotes(state);
        assertThat(notes.notes()).isEqualTo(Notes.NONE);
        notes.save(NOTES);
        assertThat(new StateNotes(state).notes()).isEqualTo(NOTES);
    }

    @Test
    void whatIsTheSameIsNotWritten() throws IOException {
        StateNotes notes = new StateNotes(state);
        notes.save(NOTES);
        notes.save(NOTES);
        assertThat(state.writes()).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeKeptDoesNotCount() throws IOException {
        StateNotes notes = new StateNotes(state);
        state.fail(true);
        assertThatThrownBy(() -> notes.save(NOTES)).isInstanceOf(IOException.class);
        assertThat(notes.notes()).isEqualTo(Notes.NONE);
    }

    @Test
    void whatSomebodyHasBrokenIsToldWithTheRemedy() throws IOException {
        state.put("notes.json", "{");
        assertThatThrownBy(() -> new StateNotes(state)).hasMessageContaining("take it out of the host's ConfigMap");
    }
}
