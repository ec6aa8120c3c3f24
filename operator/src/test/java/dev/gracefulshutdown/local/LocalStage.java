package dev.gracefulshutdown.local;

import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.keeper.Line;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One that runs, with its folders and what it says. */
final class LocalStage implements AutoCloseable {
    private final Path policies;
    private final Path state;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Local local;

    LocalStage(Path folder) throws IOException {
        policies = Files.createDirectories(folder.resolve("policies"));
        state = folder.resolve("state");
        local = Local.open(DockerEndpoint.find(Optional.empty()), policies, state, lines::add);
    }

    LocalStage started() throws IOException {
        var _ = local.start();
        return this;
    }

    Local local() {
        return local;
    }

    Path policies() {
        return policies;
    }

    Path records() {
        return state.resolve("records.jsonl");
    }

    /** As editors save: beside it, then in its place. */
    static void write(Path folder, String file, String text) throws IOException {
        Path fresh = folder.resolve("." + file + ".swp");
        Files.writeString(fresh, text);
        Files.move(
                fresh,
                folder.resolve(file),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    void write(String file, String text) throws IOException {
        write(policies, file, text);
    }

    void says(String part) {
        await(part).atMost(Duration.ofSeconds(30)).until(() -> said(part));
    }

    boolean said(String part) {
        return lines.stream().anyMatch(l -> l.toString().contains(part));
    }

    List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }

    @Override
    public void close() {
        local.close();
    }
}
