package dev.gracefulshutdown.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim: a file that the kernel keeps locked as long as its holder lives, and that tells who that is. Such locks belong
 * to the process (fcntl_locking(2)): to close any descriptor of the file gives them up. So what this process holds is never
 * opened by it again; that is what {@link #OURS} is for, and why everything that opens a file is done one after another.
 */
final class ClaimFile {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimFile.class);

    /** Whoever only looks locks too, for an instant. */
    private static final int ATTEMPTS = 5;

    private static final long AGAIN_AFTER = Duration.ofMillis(20).toNanos();
    private static final int LONGEST = 4096;
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<Path, Holder> OURS = new HashMap<>();

    private final Path path;
    private final Holder holder;
    private final FileChannel channel;

    private ClaimFile(Path path, Holder holder, FileChannel channel) {
        this.path = path;
        this.holder = holder;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @return empty when it is another's
     * @throws IOException when no claim can be kept there
     */
    static Optional<ClaimFile> take(Path path, Holder holder) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<ClaimFile> taken = attempt(path, holder);
            if (taken.isPresent()) {
                return taken;
            }
            LockSupport.parkNanos(AGAIN_AFTER);
        }
        return Optional.empty();
    }

    private static Optional<ClaimFile> attempt(Path path, Holder holder) throws IOException {
        synchronized (OURS) {
            if (OURS.containsKey(path)) {
                return Optional.empty();
            }
            Optional<FileChannel> locked = locked(path);
            if (locked.isPresent()) {
                ClaimFile taken = new ClaimFile(path, holder, locked.get());
                taken.tell(holder);
                OURS.put(path, holder);
                return Optional.of(taken);
            }
            return Optional.empty();
        }
    }

    /** Empty also when the file was removed, as too old, between the look and the lock. */
    private static Optional<FileChannel> locked(Path path) throws IOException {
        create(path);
        Optional<Object> before = inode(path);
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            if (before.isPresent() && channel.tryLock() != null && before.equals(inode(path))) {
                return Optional.of(channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** For whoever may use the folder: who that is its group says. */
    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        } catch (FileAlreadyExistsException e) {
            // Of an earlier shutdown.
        }
    }

    private static Optional<Object> inode(Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!file.isRegularFile()) {
                throw new IOException(path + ": is not a file; remove it");
            }
            return Optional.ofNullable(file.fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** In one write: whoever reads meanwhile reads the one or the other. */
    private void tell(Holder what) throws IOException {
        byte[] json = JSON.writeValueAsBytes(what);
        channel.write(ByteBuffer.wrap(json), 0);
        channel.truncate(json.length);
    }

    /** Lets go of it; what it tells stays for a while, for those who hear late. */
    void release() {
        synchronized (OURS) {
            if (!OURS.remove(path, holder)) {
                return;
            }
            try (channel) {
                tell(holder.released(Instant.now()));
            } catch (IOException e) {
                LOG.debug("{}: {}", path, e.getMessage());
            }
        }
    }

    /**
     * What it tells.
     *
     * @param held somebody holds it now
     */
    record Seen(Holder holder, boolean held) {}

    /** Empty when nobody has claimed it since the machine started, or not lately. */
    static Optional<Seen> look(Path path) {
        synchronized (OURS) {
            Holder ours = OURS.get(path);
            if (ours != null) {
                return Optional.of(new Seen(ours, true));
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                // Shared, so that two who look don't take each other for a holder.
                boolean held = channel.tryLock(0, Long.MAX_VALUE, true) == null;
                return Optional.of(new Seen(read(channel), held));
            } catch (IOException e) {
                LOG.debug("{}: {}", path, e.getMessage());
                return Optional.empty();
            }
        }
    }

    private static Holder read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST);
        int length = channel.read(text, 0);
        try {
            return length <= 0 ? Holder.UNKNOWN : JSON.readValue(text.array(), 0, length, Holder.class);
        } catch (JsonProcessingException e) {
            return Holder.UNKNOWN;
        }
    }

    /** Removes it, unless somebody holds it. */
    static void sweep(Path path) {
        synchronized (OURS) {
            if (OURS.containsKey(path)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() != null) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                LOG.debug("{}: {}", path, e.getMessage());
            }
        }
    }
}
