package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.Shutdown;
import java.io.IOException;
import java.time.Instant;

/** Takes the records of shutdowns that are over. Used by many threads. */
@FunctionalInterface
public interface RecordSink {
    /**
     * Takes one.
     *
     * @throws IOException when it can't be kept: said, and nothing else comes of it
     */
    void add(Shutdown record, Instant now) throws IOException;
}
