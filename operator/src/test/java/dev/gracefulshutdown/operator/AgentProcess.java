package dev.gracefulshutdown.operator;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * {@code graceful agent} as a process of its own, on the node that the tests run on: GRACEFUL_TEST_NODE, or {@code node1}.
 * It can be killed, and started again on the same state.
 */
final class AgentProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Installation installation;
    private final Path state;
    private final Path log;
    private final int httpPort;
    private final int hookPort;
    private final List<String> further;
    private Process process;

    private AgentProcess(Installation installation, List<String> further) throws IOException {
        this.installation = installation;
        this.further = further;
        Path folder = Files.createDirectories(Path.of("target", "e2e"));
        state = Files.createTempDirectory("graceful-agent");
        log = Files.createTempFile(folder, installation.own() + "-agent-", ".log");
        httpPort = freePort();
        hookPort = freePort();
        process = launch();
    }

    /** Starts one; it is not waited for. */
    static AgentProcess start(Installation installation, String... further) throws IOException {
        return new AgentProcess(installation, List.of(further));
    }

    static String node() {
        return Objects.requireNonNullElse(System.getenv("GRACEFUL_TEST_NODE"), "node1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gracefulshutdown.cli.Main",
                "agent",
                "--node",
                node(),
                "--namespaces",
                installation.watched(),
                "--own-namespace",
                installation.own(),
                "--hook-port",
                Integer.toString(hookPort),
                "--http-port",
                Integer.toString(httpPort),
                "--state",
                state.toString()));
        command.addAll(further);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KUBERNETES_"));
        environment.put("GRACEFUL_LOG", "info");
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    AgentProcess awaitReady() {
        Awaitility.await("readyz, see " + log).atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended: " + log());
            }
            return answer("/readyz").statusCode() == 200;
        });
        return this;
    }

    String metrics() {
        return answer("/metrics").body();
    }

    private HttpResponse<String> answer(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended, see " + log, e);
            }
            Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            return answer(path);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int hookPort() {
        return hookPort;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** As a node that is short of memory ends it. */
    AgentProcess kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        return this;
    }

    /** On the state of its former life. */
    AgentProcess restart() throws IOException {
        process = launch();
        return this;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
