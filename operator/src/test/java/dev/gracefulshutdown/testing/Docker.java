package dev.gracefulshutdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The docker command as people type it. What it made is removed at the end. */
public final class Docker implements AutoCloseable {
    private static final Set<String> WITH_A_SHELL = Set.of("busybox", "bb", "alpine");

    private final List<String> created = new ArrayList<>();
    private final String image;

    public Docker() {
        Optional<String> given = Optional.ofNullable(System.getenv("GRACEFUL_TEST_IMAGE"));
        Optional<String> found = given.or(() -> run("images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(tag ->
                        WITH_A_SHELL.contains(tag.replaceFirst("^.*/", "").replaceFirst(":.*", "")))
                .findFirst());
        Assumptions.assumeTrue(found.isPresent(), "no image with a shell here: docker pull busybox");
        image = found.orElseThrow();
    }

    /** One command, which must succeed; what it says. */
    public static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a script until it says that it is ready. */
    public String start(String script, String... options) {
        String name = "graceful-local-" + UUID.randomUUID();
        Stream<String> begin = Stream.of("run", "-d", "--name", name);
        Stream<String> end = Stream.of(image, "sh", "-c", script);
        created.add(name);
        run(Stream.of(begin, Stream.of(options), end).flatMap(s -> s).toArray(String[]::new));
        says(name, "ready", 1);
        return name;
    }

    public void says(String name, String line, int times) {
        await(line).atMost(Duration.ofSeconds(30)).until(() -> count(name, line) == times);
    }

    public long count(String name, String line) {
        return run("logs", name).lines().filter(line::equals).count();
    }

    public String restartPolicy(String name) {
        return run("inspect", "-f", "{{.HostConfig.RestartPolicy.Name}}", name);
    }

    public boolean isRunning(String name) {
        return run("inspect", "-f", "{{.State.Running}}", name).equals("true");
    }

    public int exitCode(String name) {
        return Integer.parseInt(run("inspect", "-f", "{{.State.ExitCode}}", name));
    }

    public void stopped(String name) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !isRunning(name));
    }

    public void running(String name) {
        await().atMost(Duration.ofSeconds(30)).until(() -> isRunning(name));
    }

    @Override
    public void close() {
        created.forEach(name -> run("rm", "-f", "-v", name));
    }
}
