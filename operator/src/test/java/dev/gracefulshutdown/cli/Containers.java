package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Real containers, made and looked at by the docker command. All are removed at the end. */
public final class Containers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String prefix = "graceful-test-" + UUID.randomUUID() + "-";

    /** An image with a shell and little else. */
    static String small() {
        return image("GRACEFUL_TEST_IMAGE", Set.of("bb", "busybox", "alpine"), "docker pull busybox");
    }

    /** An image with PostgreSQL, nginx and Python. */
    static String servers() {
        return image(
                "GRACEFUL_TEST_SERVERS_IMAGE",
                Set.of("services"),
                "name one with postgres, nginx and python3 in GRACEFUL_TEST_SERVERS_IMAGE");
    }

    private static String image(String variable, Set<String> repositories, String remedy) {
        Optional<String> found = Optional.ofNullable(System.getenv(variable))
                .or(() -> docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                        .lines()
                        .filter(i ->
                                repositories.contains(i.replaceFirst("^.*/", "").replaceFirst(":.*", "")))
                        .findFirst());
        assumeTrue(found.isPresent(), "no image: " + remedy);
        return found.orElseThrow();
    }

    /** What a name of the test is to the engine. */
    String name(String name) {
        return prefix + name;
    }

    /** Runs a shell script as PID 1; gives the container's name. */
    String run(String name, String script, String... options) {
        return runOf(small(), name, script, options);
    }

    /** The same of another image. */
    String runOf(String image, String name, String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", name(name)));
        arguments.addAll(Arrays.asList(options));
        arguments.addAll(List.of(image, "sh", "-c", script));
        docker(arguments.toArray(String[]::new));
        return name(name);
    }

    /** The same, when it has said that it is ready. */
    public String ready(String name, String script, String... options) {
        run(name, script, options);
        says(name, "ready");
        return name(name);
    }

    public void says(String name, String text) {
        await(text).atMost(PATIENCE).until(() -> log(name(name)).contains(text));
    }

    public static String log(String container) {
        return docker("logs", container);
    }

    public static long count(String container, String line) {
        return log(container).lines().filter(line::equals).count();
    }

    public static boolean isRunning(String container) {
        return inspect(container, "{{.State.Running}}").equals("true");
    }

    static String inspect(String container, String template) {
        return docker("inspect", "--format", template, container).strip();
    }

    /** Both of its outputs; a failure is the test's. */
    public static String docker(String... arguments) {
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("docker"), Arrays.stream(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("docker %s: %s", List.of(arguments), said)
                    .isZero();
            return said;
        } catch (IOException e) {
            assumeTrue(false, "the docker command is needed: " + e.getMessage());
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<String> present =
                docker("ps", "-aq", "--filter", "name=" + prefix).lines().toList();
        if (!present.isEmpty()) {
            docker(Stream.concat(Stream.of("rm", "-fv"), present.stream()).toArray(String[]::new));
        }
    }
}
