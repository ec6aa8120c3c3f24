package dev.gracefulshutdown.shutdown;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A journal in one file, which one thread writes; entries that come together share one fsync. A lock file keeps a second
 * process out.
 */
public final class FileJournal implements Journal {
    private record Pending(JournalEntry entry, CompletableFuture<Void> written) {}

    private final FileChannel lockFile;
    private final JournalFile file;
    private final List<JournalEntry> unfinished;

    /** The empty one is the last. */
    private final BlockingQueue<Optional<Pending>> queue = new LinkedBlockingQueue<>();

    private final Thread writer;
    private boolean closed;

    /**
     * Opens or makes the journal.
     *
     * @param folder kept across restarts of ours, on the same machine
     * @throws IOException when the folder can't be used, or another process uses it
     */
    public FileJournal(Path folder) throws IOException {
        Files.createDirectories(folder);
        lockFile = lock(folder.resolve("lock"));
        file = open(folder, lockFile);
        unfinished = file.unfinished();
        writer = Thread.ofPlatform().name("journal").daemon().start(this::writeAll);
    }

    private static JournalFile open(Path folder, FileChannel lockFile) throws IOException {
        try {
            return new JournalFile(folder);
        } catch (IOException e) {
            lockFile.close();
            throw new IOException(folder + ": no journal can be kept here: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            channel.close();
            throw new IOException(path.getParent() + ": another graceful process uses this state folder; "
                    + "stop it or name another folder");
        }
        return channel;
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
            for (boolean open = true; open; ) {
                List<Optional<Pending>> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch);
                open = batch.stream().allMatch(Optional::isPresent);
                write(batch.stream().flatMap(Optional::stream).toList());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void write(List<Pending> batch) {
        try {
            file.append(batch.stream().map(Pending::entry).toList());
            batch.forEach(p -> p.written().complete(null));
        } catch (IOException | RuntimeException e) {
            batch.forEach(p -> p.written().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        // Not by an interrupt: it would close the file under a write, and fail what stands in the queue.
        synchronized (queue) {
            if (!closed) {
                closed = true;
                queue.add(Optional.empty());
            }
        }
        try {
            writer.join();
            file.close();
            lockFile.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
