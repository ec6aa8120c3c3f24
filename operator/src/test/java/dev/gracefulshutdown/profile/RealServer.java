package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.linux.NamespacedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real program as PID 1 of its own PID namespace, as a container would have it. */
final class RealServer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NamespacedProcess process;
    private final Path log;

    private RealServer(NamespacedProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RealServer start(Path log, String... command) {
        return start(log, List.of(command));
    }

    static RealServer start(Path log, List<String> command) {
        try {
            return new RealServer(NamespacedProcess.start(Map.of(), log, command), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed this. */
    RealServer prints(String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(log()).contains(text));
        return this;
    }

    int pid() {
        return process.pid();
    }

    /** Its exit code, once it has one. */
    CompletableFuture<Integer> ended() {
        return process.launcher().onExit().thenApply(Process::exitValue);
    }

    String comm() throws IOException {
        return Files.readString(proc("comm")).strip();
    }

    List<String> argv() throws IOException {
        return List.of(Files.readString(proc("cmdline")).split("\0"));
    }

    private Path proc(String file) {
        return Path.of("/proc", Integer.toString(process.pid()), file);
    }

    void send(Signal signal) {
        try {
            // A server that goes in this very moment makes kill(1) fail, which is as good.
            new ProcessBuilder("kill", "-s", signal.shortName(), Integer.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    boolean exitsWithin(Duration time) {
        try {
            return process.launcher().waitFor(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end. */
    int exitCode() {
        assertThat(exitsWithin(PATIENCE)).as("it ends").isTrue();
        return process.launcher().exitValue();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        if (!exitsWithin(Duration.ZERO)) {
            // Not by its launcher: that waits for its end, and PID 1 ends only when all others of its namespace have.
            send(Signal.KILL);
            exitsWithin(PATIENCE);
        }
        process.close();
    }
}
