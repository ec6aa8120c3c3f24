package dev.gracefulshutdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker Engine for one test, which may do to it what nobody may do to an engine that others use. It lives in mount and
 * network namespaces of its own, so that it finds and deletes nothing of the machine's other engine.
 */
public final class OwnEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Path socket;
    private Process daemon;

    private OwnEngine(Path folder) throws IOException {
        this.folder = folder;
        this.socket = folder.resolve("docker.sock");
        this.daemon = launch();
    }

    /**
     * Starts one, with an image of the machine's engine.
     *
     * @param image by name
     */
    public static OwnEngine with(String image) throws IOException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Command.has("dockerd") && Command.has("unshare"),
                "docker: an engine of the test's own takes root, dockerd and unshare");
        // Short, for the path of a socket has 107 bytes.
        OwnEngine engine = new OwnEngine(Files.createTempDirectory(Path.of("/tmp"), "graceful-engine"));
        try {
            engine.answers();
            sh("docker save " + image + " | docker -H " + engine.address() + " load");
            return engine;
        } catch (RuntimeException | AssertionError e) {
            engine.close();
            throw e;
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--net",
                        "--propagation=private",
                        "dockerd",
                        "--host=" + address(),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--bridge=none",
                        "--iptables=false")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void answers() {
        await("the engine's answer; see " + log())
                .atMost(PATIENCE)
                .until(() -> Command.of("docker", "-H", address(), "version").code() == 0);
    }

    /** As {@code DOCKER_HOST} has it. */
    public String address() {
        return "unix://" + socket;
    }

    /** The docker command on this engine. */
    public String docker(String... arguments) {
        String[] command = Stream.concat(Stream.of("docker", "-H", address()), Stream.of(arguments))
                .toArray(String[]::new);
        Command ended = Command.of(command);
        assertThat(ended.code()).as("%s: %s", List.of(command), ended.output()).isZero();
        return ended.output().strip();
    }

    /** SIGTERM, as a service manager ends it: it stops every container first. Waits for its end. */
    public void end() {
        daemon.destroy();
        gone();
    }

    /** SIGKILL: its containers live on. */
    public void crash() {
        daemon.destroyForcibly();
        gone();
    }

    private void gone() {
        try {
            assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** After its end, or its crash; returns when it answers. */
    public void startAgain() {
        try {
            // It would take what a crash left for another engine that runs.
            Files.deleteIfExists(folder.resolve("pid"));
            Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
            daemon = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers();
    }

    private static void sh(String script) {
        Command ended = Command.of("sh", "-c", script);
        assertThat(ended.code()).as("%s: %s", script, ended.output()).isZero();
    }

    @Override
    public void close() throws IOException {
        if (!daemon.isAlive()) {
            startAgain();
        }
        List<String> left = Command.of("docker", "-H", address(), "ps", "-aq")
                .output()
                .lines()
                .toList();
        if (!left.isEmpty()) {
            Command.of(Stream.concat(Stream.of("docker", "-H", address(), "rm", "-fv"), left.stream())
                    .toArray(String[]::new));
        }
        end();
        Command.of("rm", "-rf", folder.toString());
    }
}
