package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.shutdown.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 8: KILL goes to every process of the container's cgroup. */
class KillOfCgroupTest {
    private static final int KILLED = 137;

    @TempDir
    private Path home;

    private final String id = HexFormat.of().formatHex(randomBytes());
    private Path cgroup = Path.of("/");

    @BeforeEach
    void makeCgroup() throws IOException {
        Programs.needRoot();
        Programs.needNamespaces();
        Path mount = Path.of("/sys/fs/cgroup");
        Path hierarchy = Files.exists(mount.resolve("cgroup.controllers")) ? mount : mount.resolve("memory");
        Assumptions.assumeTrue(Files.isWritable(hierarchy), hierarchy + ": no cgroups can be made here");
        cgroup = Files.createDirectory(hierarchy.resolve(id));
        Files.createDirectory(cgroup.resolve("below"));
    }

    @AfterEach
    void removeCgroup() {
        for (Path folder : List.of(cgroup.resolve("below"), cgroup)) {
            // Busy until the last one has been reaped.
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> Files.deleteIfExists(folder) || true);
        }
    }

    @Test
    void whoIsInItFromOutsideOfThePidNamespaceEndsWithTheMainProcess() throws Exception {
        Process beside = new ProcessBuilder("sleep", "1000").start();
        Process further = new ProcessBuilder("sleep", "1000").start();
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try (NamespacedProcess main = NamespacedProcess.start(Map.of(), home.resolve("log"), List.of("sleep", "1000"));
                LinuxNode node = new LinuxNode(name -> false)) {
            put(main.pid(), cgroup);
            put((int) beside.pid(), cgroup);
            put((int) further.pid(), cgroup.resolve("below"));
            Container container = node.container(id).orElseThrow();
            assertThat(container.identity().main().pid()).isEqualTo(main.pid());

            assertThat(container.killAll()).isEqualTo(SendResult.DELIVERED);

            assertThat(container.exit()).succeedsWithin(30, TimeUnit.SECONDS);
            assertThat(beside.onExit().get(30, TimeUnit.SECONDS).exitValue()).isEqualTo(KILLED);
            assertThat(further.onExit().get(30, TimeUnit.SECONDS).exitValue()).isEqualTo(KILLED);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            List.of(beside, further, stranger).forEach(Process::destroyForcibly);
        }
    }

    private static void put(int pid, Path cgroup) throws IOException {
        Files.writeString(cgroup.resolve("cgroup.procs"), Integer.toString(pid));
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[32];
        new Random().nextBytes(bytes);
        return bytes;
    }
}
