package dev.gracefulshutdown.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gracefulshutdown.keeper.Notes;
import dev.gracefulshutdown.keeper.NotesStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@link Notes} in the state folder. For one thread. */
final class NotesFile implements NotesStore {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final AtomicFile file;
    private Notes notes;

    NotesFile(Path folder) throws IOException {
        Path path = folder.resolve("local.json");
        file = new AtomicFile(path);
        notes = Files.exists(path) ? load(path) : Notes.NONE;
    }

    private static Notes load(Path path) throws IOException {
        try {
            return JSON.readValue(path.toFile(), Notes.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    path + ": can't be read: " + e.getOriginalMessage()
                            + "; move it away, and nonces are noted anew, but "
                            + "containers that were stopped stay so",
                    e);
        }
    }

    @Override
    public Notes notes() {
        return notes;
    }

    /** On the disk when it returns. */
    @Override
    public void save(Notes fresh) throws IOException {
        if (!fresh.equals(notes)) {
            file.write(JSON.writeValueAsString(fresh));
            notes = fresh;
        }
    }
}
