package dev.gracefulshutdown.operator.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link RequestNote}s, by the request's uid, in a {@link HostState}. For one thread. */
final class RequestNotes {
    private static final String KEY = "requests.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HostState state;
    private Map<String, RequestNote> notes;

    RequestNotes(HostState state) throws IOException {
        this.state = state;
        String kept = state.get(KEY);
        try {
            notes = kept.isEmpty() ? Map.of() : JSON.readValue(kept, new TypeReference<Map<String, RequestNote>>() {});
        } catch (JsonProcessingException e) {
            throw new IOException(
                    KEY + " can't be read: " + e.getOriginalMessage()
                            + "; take it out of the host's ConfigMap, and Shutdowns that were begun end as Failed",
                    e);
        }
    }

    /** All of them, by uid. */
    Map<String, RequestNote> all() {
        return notes;
    }

    Optional<RequestNote> of(String uid) {
        return Optional.ofNullable(notes.get(uid));
    }

    /** It is safe when this returns. */
    void put(String uid, RequestNote note) throws IOException {
        Map<String, RequestNote> fresh = new TreeMap<>(notes);
        if (!note.equals(fresh.put(uid, note))) {
            save(fresh);
        }
    }

    void remove(String uid) throws IOException {
        Map<String, RequestNote> fresh = new TreeMap<>(notes);
        if (fresh.remove(uid) != null) {
            save(fresh);
        }
    }

    private void save(Map<String, RequestNote> fresh) throws IOException {
        state.put(KEY, fresh.isEmpty() ? "" : JSON.writeValueAsString(fresh));
        notes = Map.copyOf(fresh);
    }
}
