package dev.gracefulshutdown.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code graceful operator} as a process of its own, as it runs in its pod. */
final class OperatorProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("port=\"?(\\d+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one on an installation's watched namespace; it is not waited for. */
    static OperatorProcess start(Installation installation, String... arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "e2e"));
        Path log = Files.createTempFile(folder, installation.own() + "-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gracefulshutdown.cli.Main",
                "operator",
                "--own-namespace",
                installation.own(),
                "--http-port",
                "0"));
        command.addAll(List.of(arguments));
        if (!command.contains("--namespaces")) {
            command.addAll(List.of("--namespaces", installation.watched()));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", installation.kubeconfig().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("KUBERNETES_"));
        return new OperatorProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    OperatorProcess awaitReady() {
        Awaitility.await("readyz, see " + log).atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended: " + log());
            }
            return answer("/readyz") == 200;
        });
        return this;
    }

    /** What a probe is answered; 0 without an answer. */
    int answer(String path) {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String metrics() throws IOException, InterruptedException {
        return text("/metrics");
    }

    /** What it says there, whatever the answer's code. */
    String text(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String path) throws IOException {
        Matcher port = PORT.matcher(log());
        if (!port.find()) {
            throw new IOException("not listening yet");
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** For one that ends by itself. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end, see " + log);
        }
        return process.exitValue();
    }

    /** As a node that fails takes it away. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As the kubelet ends it. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end, see " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
