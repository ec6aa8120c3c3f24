package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.runtime.linux.BootClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All roles, played once: started together, ended when this is closed. */
final class Cast implements AutoCloseable {
    /** Only then is a deafness taken for proven (a young process may not have installed its handlers yet). */
    private static final Duration GROWN_UP = Duration.ofSeconds(10);

    private final Path folder;
    private final List<Actor> actors = new ArrayList<>();
    private final Thread onExit = new Thread(this::end, "end-demo");
    private boolean ended;
    private final long startedAt = BootClock.now();

    Cast(List<Role> roles) {
        try {
            folder = Files.createTempDirectory("graceful-demo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            roles.forEach(this::enter);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Nobody is started any more while the program is being ended. */
    private synchronized void enter(Role role) {
        if (!ended) {
            actors.add(Actor.start(role, folder));
        }
    }

    synchronized List<Actor> actors() {
        return List.copyOf(actors);
    }

    boolean isReady() {
        return actors().stream().allMatch(Actor::isReady);
    }

    /** How long until every deafness counts. */
    Duration untilGrownUp() {
        // A little more, for the last of them was started after the first.
        Duration age = Duration.ofNanos(BootClock.now() - startedAt);
        return GROWN_UP.plusMillis(500).minus(age);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            // The hook does it too.
        }
        end();
    }

    /** Whoever ends the demo by a signal leaves no process and no folder behind either. */
    private synchronized void end() {
        ended = true;
        actors.forEach(Actor::close);
        deleteFolder();
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(Cast::delete);
        } catch (IOException | UncheckedIOException e) {
            // It was deleted a moment ago.
        }
        delete(folder);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A leftover in the folder for temporary files harms nobody.
        }
    }
}
