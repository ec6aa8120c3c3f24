package dev.gracefulshutdown.runtime.linux;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Small files of the kernel, read whole: into one buffer a thread, for many are read in a hurry. */
final class ProcFile {
    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[16 * 1024]);

    private ProcFile() {}

    /**
     * The file's text.
     *
     * @return empty when it is not there (any more), as for a process that has ended
     * @throws AccessDenied when we may not read it
     * @throws UncheckedIOException when it is there and can't be opened
     */
    static Optional<String> read(Path file) {
        return read(file.toString());
    }

    static Optional<String> read(String file) {
        try (InputStream in = new FileInputStream(file)) {
            byte[] buffer = BUFFER.get();
            int length = 0;
            for (int count; (count = in.read(buffer, length, buffer.length - length)) > 0; ) {
                length += count;
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
            }
            return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return whyNot(file, e);
        } catch (IOException e) {
            // It ended between open and read, or it is a file that ptrace(2) guards.
            if (!new File(file).exists()) {
                return Optional.empty();
            }
            throw new AccessDenied(file);
        }
    }

    /**
     * The JDK says FileNotFoundException for every failure to open, in words of the user's language; its newer calls tell
     * them apart. Whoever takes "no descriptors left" for "gone" leaves a process alone that lives.
     */
    private static Optional<String> whyNot(String file, FileNotFoundException failure) {
        try (Closeable _ = Files.newByteChannel(Path.of(file))) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw new AccessDenied(file);
        } catch (IOException other) {
            throw new UncheckedIOException(other);
        }
    }

    /** Empty for what may not be read, too. */
    static Optional<String> readIfAllowed(String file) {
        try {
            return read(file);
        } catch (AccessDenied e) {
            return Optional.empty();
        }
    }

    /** The kernel does not let us read a file. */
    static final class AccessDenied extends RuntimeException {
        private static final long serialVersionUID = 1;

        AccessDenied(String file) {
            super(file + ": permission denied", null, false, false);
        }
    }
}
