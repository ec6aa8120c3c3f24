package dev.gracefulshutdown.shutdown;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where intents are kept before they are carried out (rule 12). */
public interface Journal extends AutoCloseable {
    /** Completes when the entry is on the disk; exceptionally when it could not be written. */
    CompletableFuture<Void> write(JournalEntry entry);

    /** What an earlier life of ours had begun and not finished. */
    List<JournalEntry> unfinished();

    @Override
    void close();

    /** Remembers nothing: for runs whose processes end with us. */
    static Journal none() {
        return new Journal() {
            @Override
            public CompletableFuture<Void> write(JournalEntry entry) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public List<JournalEntry> unfinished() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
