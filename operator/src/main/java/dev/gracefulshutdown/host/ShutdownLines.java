package dev.gracefulshutdown.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.gracefulshutdown.api.Shutdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shutdowns in a file, a line of JSON each, the newest at the end. */
public final class ShutdownLines {
    /** What the file is called in a state folder. */
    public static final String FILE = "records.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLines.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ShutdownLines() {}

    /**
     * The oldest first. A line that a crash cut off is left out.
     *
     * @throws IOException when the file can't be read
     */
    public static List<Shutdown> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.flatMap(line -> parse(file, line).stream()).toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<Shutdown> parse(Path file, String line) {
        try {
            return Optional.of(JSON.readValue(line, Shutdown.class));
        } catch (JsonProcessingException e) {
            LOG.warn("{}: a line that can't be read is left out: {}", file, e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /** One, with its line's end. */
    public static String line(Shutdown record) {
        try {
            return JSON.writeValueAsString(record) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours is always JSON", e);
        }
    }
}
