package dev.gracefulshutdown.operator.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gracefulshutdown.keeper.Notes;
import dev.gracefulshutdown.keeper.NotesStore;
import java.io.IOException;

/** {@link Notes} in a {@link HostState}. */
final class StateNotes implements NotesStore {
    private static final String KEY = "notes.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HostState state;
    private Notes notes;

    StateNotes(HostState state) throws IOException {
        this.state = state;
        String kept = state.get(KEY);
        try {
            notes = kept.isEmpty() ? Notes.NONE : JSON.readValue(kept, Notes.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    KEY + " can't be read: " + e.getOriginalMessage()
                            + "; take it out of the host's ConfigMap, and nonces are noted anew, but containers that"
                            + " were stopped stay so",
                    e);
        }
    }

    @Override
    public Notes notes() {
        return notes;
    }

    @Override
    public void save(Notes fresh) throws IOException {
        if (!fresh.equals(notes)) {
            state.put(KEY, JSON.writeValueAsString(fresh));
            notes = fresh;
        }
    }
}
