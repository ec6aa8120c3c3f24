package dev.gracefulshutdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Podman's Docker API for one test, with storage, mounts and networks of its own. */
public final class OwnPodman implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Process service;

    private OwnPodman(Path folder) throws IOException {
        this.folder = folder;
        // Its defaults, a million each, are beyond what a machine may allow.
        Path configuration = Files.writeString(
                folder.resolve("containers.conf"),
                "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]\n");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of("unshare", "--mount", "--net", "--propagation=private"),
                                podman("system", "service", "--time=0", address()))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("CONTAINERS_CONF", configuration.toString());
        service = builder.start();
    }

    /**
     * Starts one, with an image of the machine's Docker Engine.
     *
     * @param image by name
     */
    public static OwnPodman with(String image) throws IOException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Command.has("podman") && Command.has("unshare"),
                "docker: Podman's API takes root, podman and unshare");
        OwnPodman podman = new OwnPodman(Files.createTempDirectory(Path.of("/tmp"), "graceful-podman"));
        try {
            await("Podman's answer; see " + podman.folder.resolve("log"))
                    .atMost(PATIENCE)
                    .until(() -> Command.of("docker", "-H", podman.address(), "version")
                                    .code()
                            == 0);
            Command load =
                    Command.of("sh", "-c", "docker save " + image + " | docker -H " + podman.address() + " load");
            assertThat(load.code()).as(load.output()).isZero();
            return podman;
        } catch (RuntimeException | AssertionError e) {
            podman.close();
            throw e;
        }
    }

    private Stream<String> podman(String... arguments) {
        return Stream.concat(
                Stream.of(
                        "podman",
                        "--root=" + folder.resolve("root"),
                        "--runroot=" + folder.resolve("run"),
                        "--tmpdir=" + folder.resolve("tmp"),
                        "--cgroup-manager=cgroupfs",
                        "--events-backend=file"),
                Stream.of(arguments));
    }

    /** As {@code DOCKER_HOST} has it. */
    public String address() {
        return "unix://" + folder.resolve("podman.sock");
    }

    @Override
    public void close() {
        List<String> left = Command.of("docker", "-H", address(), "ps", "-aq")
                .output()
                .lines()
                .toList();
        if (!left.isEmpty()) {
            Command.of(Stream.concat(Stream.of("docker", "-H", address(), "rm", "-fv"), left.stream())
                    .toArray(String[]::new));
        }
        service.destroy();
        await().atMost(PATIENCE).until(() -> !service.isAlive());
        Command.of("rm", "-rf", folder.toString());
    }
}
