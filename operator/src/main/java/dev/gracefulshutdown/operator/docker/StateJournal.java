package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.JournalEntry;
import dev.gracefulshutdown.shutdown.JournalText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A journal in a {@link HostState}, which one thread writes; entries that come together share one write. The boot clock of the
 * next leader's node is another one, so times are kept by the wall clock.
 */
final class StateJournal implements Journal {
    private static final String KEY = "journal.jsonl";

    /** Ladders go on without a journal soon after: a moment without an API server must not come to that. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration AGAIN = Duration.ofMillis(200);

    private record Pending(JournalEntry entry, CompletableFuture<Void> written) {}

    private final HostState state;
    private final long bootToWall;
    private final Duration patience;
    private final Map<String, String> open = new LinkedHashMap<>();
    private final List<JournalEntry> unfinished;

    /** The empty one is the last. */
    private final BlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();

    private final Thread writer;
    private boolean closed;

    /**
     * One with what an earlier life had kept.
     *
     * @param bootClock CLOCK_BOOTTIME of this machine, nanoseconds
     * @param wallClock since 1970, nanoseconds
     * @param patience how long a write is tried again
     */
    StateJournal(HostState state, LongSupplier bootClock, LongSupplier wallClock, Duration patience) {
        this.state = state;
        this.patience = patience;
        bootToWall = wallClock.getAsLong() - bootClock.getAsLong();
        unfinished = state.get(KEY)
                .lines()
                .flatMap(line -> JournalText.read(line, KEY).stream())
                .map(entry -> at(entry, entry.startedAt() - bootToWall))
                .toList();
        unfinished.forEach(this::note);
        writer = Thread.ofPlatform().name("docker-journal").daemon().start(this::writeAll);
    }

    private static JournalEntry at(JournalEntry entry, long startedAt) {
        return new JournalEntry(
                entry.id(),
                entry.container(),
                entry.notes(),
                entry.ladder(),
                startedAt,
                entry.progress(),
                entry.ears(),
                entry.stage());
    }

    private void note(JournalEntry entry) {
        if (entry.stage() == JournalEntry.Stage.FINISHED) {
            open.remove(entry.id());
        } else {
            open.put(entry.id(), JournalText.of(at(entry, entry.startedAt() + bootToWall)));
        }
    }

    @Override
    public List<JournalEntry> unfinished() {
        return unfinished;
    }

    @Override
    public CompletableFuture<Void> write(JournalEntry entry) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        synchronized (queue) {
            if (closed) {
                written.completeExceptionally(new IOException("the journal is closed"));
            } else {
                queue.add(Optional.of(new Pending(entry, written)));
            }
        }
        return written;
    }

    private void writeAll() {
        try {
            for (boolean more = true; more; ) {
                List<Optional<Pending>> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch);
                more = batch.stream().allMatch(Optional::isPresent);
                write(batch.stream().flatMap(Optional::stream).toList());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void write(List<Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        batch.forEach(pending -> note(pending.entry()));
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                state.put(KEY, open.values().stream().collect(Collectors.joining("\n")));
                batch.forEach(pending -> pending.written().complete(null));
                return;
            } catch (IOException | RuntimeException e) {
                if (System.nanoTime() > until) {
                    batch.forEach(pending -> pending.written().completeExceptionally(e));
                    return;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /** What is in the queue is written. */
    @Override
    public void close() {
        synchronized (queue) {
            if (!closed) {
                closed = true;
                queue.add(Optional.empty());
            }
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
