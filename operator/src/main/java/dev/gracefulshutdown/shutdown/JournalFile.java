package dev.gracefulshutdown.shutdown;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's file: a line of JSON an entry, appended and fsynced, the newest of an id counts. At the start, and whenever
 * it has grown large, it is written anew with what is unfinished. For one thread.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final long LARGE = 4 << 20;

    private final Path folder;
    private final Path path;
    private final Map<String, JournalEntry> open = new LinkedHashMap<>();
    private FileChannel file;
    private long startSize;

    JournalFile(Path folder) throws IOException {
        this.folder = folder;
        this.path = folder.resolve("journal");
        load();
        file = rewritten();
    }

    List<JournalEntry> unfinished() {
        return List.copyOf(open.values());
    }

    /** On the disk when it returns. */
    void append(Collection<JournalEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        entries.forEach(this::note);
        long size = file.size();
        try {
            write(file, entries);
            file.force(false);
        } catch (IOException e) {
            // Half a line would swallow the next one.
            try {
                file.truncate(size);
            } catch (IOException worse) {
                e.addSuppressed(worse);
            }
            throw e;
        }
        if (file.size() > 2 * startSize + LARGE) {
            compact();
        }
    }

    /** Where there is no room for a second file the first goes on growing: what was written is safe. */
    private void compact() {
        try {
            FileChannel fresh = rewritten();
            file.close();
            file = fresh;
        } catch (IOException e) {
            startSize = fileSize();
            LOG.warn("{}: can't be written anew, goes on as it is: {}", path, e.getMessage());
        }
    }

    private long fileSize() {
        try {
            return file.size();
        } catch (IOException e) {
            return startSize;
        }
    }

    private void note(JournalEntry entry) {
        if (entry.stage() == JournalEntry.Stage.FINISHED) {
            open.remove(entry.id());
        } else {
            open.put(entry.id(), entry);
        }
    }

    private void load() throws IOException {
        if (Files.exists(path)) {
            new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().forEach(this::load);
        }
    }

    /** A line that was cut off by a crash was never acknowledged, so nothing was sent for it. */
    private void load(String line) {
        JournalText.read(line, path.toString()).ifPresent(this::note);
    }

    private FileChannel rewritten() throws IOException {
        Path fresh = folder.resolve("journal.new");
        Files.deleteIfExists(fresh);
        FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            write(out, open.values());
            out.force(true);
            long size = out.size();
            // From here on it is the journal: nothing may fail between the move and its use.
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            startSize = size;
            forceMove(directory);
            return out;
        } catch (IOException e) {
            out.close();
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** Where it fails and the machine goes down, the former file is found, which holds all but the newest entries. */
    private void forceMove(FileChannel directory) {
        try {
            directory.force(true);
        } catch (IOException e) {
            LOG.warn("{}: {}", folder, e.getMessage());
        }
    }

    private void write(FileChannel out, Collection<JournalEntry> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JournalEntry entry : entries) {
            lines.add(JournalText.of(entry) + "\n");
        }
        ByteBuffer bytes = ByteBuffer.wrap(String.join("", lines).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
