package dev.gracefulshutdown.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The docker CLI on a real engine: what it made is removed at the end. */
final class DockerCli implements AutoCloseable {
    private static final Set<String> WITH_A_SHELL = Set.of("busybox", "bb", "alpine");

    private final List<String> containers = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    /** An image with a shell: a name that the test may give, else what is there. */
    String shell() {
        return image("GRACEFUL_TEST_IMAGE", WITH_A_SHELL, "docker pull busybox");
    }

    /** An image with nginx, PostgreSQL and Python. */
    String services() {
        return image("GRACEFUL_TEST_SERVICES", Set.of("services"), "name one with servers in GRACEFUL_TEST_SERVICES");
    }

    private String image(String variable, Set<String> names, String remedy) {
        Optional<String> found = Optional.ofNullable(System.getenv(variable))
                .or(() -> docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                        .lines()
                        .filter(tag ->
                                names.contains(tag.replaceFirst("^.*/", "").replaceFirst(":.*", "")))
                        .findFirst());
        Assumptions.assumeTrue(found.isPresent(), "docker: no image for this test: " + remedy);
        return found.orElseThrow();
    }

    /** Starts a container under a name of its own; the last of the arguments are image and command. */
    String run(String... arguments) {
        String name = "graceful-test-" + UUID.randomUUID();
        containers.add(name);
        docker(concat(List.of("run", "-d", "--name", name), arguments));
        return name;
    }

    /** The same, and it has said "ready". */
    String ready(String... arguments) {
        String name = run(arguments);
        await().atMost(Duration.ofSeconds(30)).until(() -> docker("logs", name).contains("ready"));
        return name;
    }

    /** Builds an image of these lines on the one with a shell. */
    String build(Path folder, String... lines) throws IOException {
        String tag = "graceful-test-" + UUID.randomUUID() + ":1";
        images.add(tag);
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + shell() + "\n" + String.join("\n", lines) + "\n");
        docker("build", "-q", "-t", tag, folder.toString());
        return tag;
    }

    String docker(String... arguments) {
        try {
            Process process = new ProcessBuilder(concat(List.of("docker"), arguments))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("docker " + String.join(" ", arguments) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            return Assumptions.abort("docker: its CLI is not here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String[] concat(List<String> first, String... then) {
        return Stream.concat(first.stream(), Arrays.stream(then)).toArray(String[]::new);
    }

    @Override
    public void close() {
        if (!containers.isEmpty()) {
            docker(concat(List.of("rm", "-f", "-v"), containers.toArray(String[]::new)));
        }
        if (!images.isEmpty()) {
            docker(concat(List.of("rmi", "-f"), images.toArray(String[]::new)));
        }
    }
}
