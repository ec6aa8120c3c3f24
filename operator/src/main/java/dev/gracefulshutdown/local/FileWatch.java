package dev.gracefulshutdown.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells of changes in a folder once they have come to rest: editors write a file in several steps. */
final class FileWatch implements AutoCloseable {
    private static final long AT_REST_MILLIS = 200;

    private final WatchService service;
    private final Runnable changed;

    /** @param place a folder, or a file, whose folder is watched then: editors replace files by others */
    FileWatch(Path place, Runnable changed) throws IOException {
        this.changed = changed;
        service = FileSystems.getDefault().newWatchService();
        Path absolute = place.toAbsolutePath();
        Path parent = absolute.getParent();
        Path folder = Files.isDirectory(absolute) || parent == null ? absolute : parent;
        folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        Thread.ofPlatform().name("policy-files").daemon().start(this::follow);
    }

    private void follow() {
        try {
            while (true) {
                boolean valid = drain(service.take());
                for (WatchKey more = next(); more != null; more = next()) {
                    valid &= drain(more);
                }
                changed.run();
                if (!valid) {
                    return;
                }
            }
        } catch (ClosedWatchServiceException e) {
            // The end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable WatchKey next() throws InterruptedException {
        return service.poll(AT_REST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** False when the folder itself is gone. */
    private static boolean drain(WatchKey key) {
        key.pollEvents();
        return key.reset();
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
