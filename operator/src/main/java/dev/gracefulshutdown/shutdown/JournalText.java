package dev.gracefulshutdown.shutdown;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries of a journal as they are kept: one line of JSON each. */
public final class JournalText {
    private static final Logger LOG = LoggerFactory.getLogger(JournalText.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JournalText() {}

    /** One, without its line's end. */
    public static String of(JournalEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of ours is always JSON", e);
        }
    }

    /**
     * Reads one.
     *
     * @param where it stands, for the log
     * @return empty for one that can't be read, which is said
     */
    public static Optional<JournalEntry> read(String line, String where) {
        try {
            return Optional.ofNullable(JSON.readValue(line, JournalEntry.class));
        } catch (JsonProcessingException e) {
            LOG.warn("{}: a line that can't be read is left out: {}", where, e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
