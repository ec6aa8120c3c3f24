package dev.gracefulshutdown.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerDetails.State;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import dev.gracefulshutdown.runtime.docker.StopSignal;
import dev.gracefulshutdown.runtime.docker.StopTimeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    private static final String ENGINE = "AB:CD";
    private static final ContainerDetails ORDERS = container("0123456789ab");

    @TempDir
    private Path folder;

    private static ContainerDetails container(String id) {
        return new ContainerDetails(
                id,
                "orders",
                "image",
                State.RUNNING,
                4711,
                Optional.of(Instant.EPOCH),
                0,
                false,
                Optional.empty(),
                RestartPolicy.NO,
                false,
                false,
                "",
                new StopSignal(Signal.TERM, Optional.empty()),
                new StopTimeout(Duration.ofSeconds(10), Optional.empty()),
                Map.of());
    }

    private Claims claims(String command) {
        return new Claims(Optional.of(folder), command);
    }

    @Test
    void oneHasAContainerAndTheOthersAreToldWho() throws Exception {
        try (Claims local = claims("graceful local");
                Claims stop = claims("graceful stop")) {
            Claims.Claim claim = local.take(ENGINE, ORDERS);
            assertThatThrownBy(() -> stop.take(ENGINE, ORDERS))
                    .isInstanceOf(ClaimedException.class)
                    .hasMessageContaining("container orders is being stopped by graceful local (PID "
                            + ProcessHandle.current().pid());
            assertThat(stop.holder(ENGINE, ORDERS.id())).isPresent();
            assertThat(local.holder(ENGINE, ORDERS.id())).as("ours").isEmpty();

            claim.close();
            assertThat(stop.holder(ENGINE, ORDERS.id())).isEmpty();
            stop.take(ENGINE, ORDERS).close();
        }
    }

    @Test
    void anotherContainerAndTheSameIdOfAnotherEngineAreFree() throws Exception {
        try (Claims one = claims("one");
                Claims other = claims("other")) {
            var _ = one.take(ENGINE, ORDERS);
            var _ = other.take(ENGINE, container("ba9876543210"));
            var _ = other.take("EF:GH", ORDERS);
            assertThat(one.holder("EF:GH", ORDERS.id())).isPresent();
        }
    }

    @Test
    void whoeverHearsLateStillLearnsWhoItWas() throws Exception {
        try (Claims local = claims("graceful local");
                Claims stop = claims("graceful stop")) {
            stop.take(ENGINE, ORDERS).close();
            Instant after = Instant.now();
            assertThat(local.holder(ENGINE, ORDERS.id(), after.plusSeconds(3), Duration.ZERO))
                    .isEmpty();
            assertThat(local.holder(ENGINE, ORDERS.id(), after.plusSeconds(3), Duration.ofSeconds(9)))
                    .map(Holder::command)
                    .contains("graceful stop");
            assertThat(local.holder(ENGINE, ORDERS.id(), after.minusSeconds(60), Duration.ofSeconds(9)))
                    .as("before the claim")
                    .isEmpty();
        }
    }

    @Test
    void ofManyAtOnceExactlyOneHasIt() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> attempts = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        try {
                            var _ = claims("stop " + i).take(ENGINE, ORDERS);
                            return true;
                        } catch (ClaimedException e) {
                            return false;
                        }
                    }))
                    .toList();
            together.countDown();
            int winners = 0;
            for (Future<Boolean> attempt : attempts) {
                winners += attempt.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    /** The kernel ends the claim of a process that is killed, whatever it had to say. */
    @Test
    void aClaimEndsWithItsProcess() throws Exception {
        Path ready = folder.resolve("ready");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holding.class.getName(),
                        folder.toString(),
                        ready.toString())
                .inheritIO()
                .start();
        try (Claims stop = claims("graceful stop")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
            assertThatThrownBy(() -> stop.take(ENGINE, ORDERS)).hasMessageContaining("PID " + holder.pid());
            holder.destroyForcibly().waitFor();
            stop.take(ENGINE, ORDERS).close();
        } finally {
            holder.destroyForcibly();
        }
    }

    /** A process that claims, and is killed. */
    static final class Holding {
        private Holding() {}

        public static void main(String[] arguments) throws Exception {
            var _ = new Claims(Optional.of(Path.of(arguments[0])), "graceful local").take(ENGINE, ORDERS);
            Files.createFile(Path.of(arguments[1]));
            new CountDownLatch(1).await();
        }
    }

    @Test
    void noLinkIsFollowedAndWhatCantBeClaimedIsStoppedAllTheSame() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "text");
        Files.createSymbolicLink(folder.resolve("ABCD-" + ORDERS.id() + ".claim"), precious);
        try (Claims stop = claims("graceful stop")) {
            stop.take(ENGINE, ORDERS).close();
        }
        assertThat(precious).hasContent("text");
    }

    @Test
    void whatHasLongBeenOverIsRemovedAndWhatIsHeldIsNot() throws Exception {
        try (Claims local = claims("graceful local")) {
            var _ = local.take(ENGINE, ORDERS);
            try (Claims stop = claims("graceful stop")) {
                stop.take(ENGINE, container("ba9876543210")).close();
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.setLastModifiedTime(
                                file, FileTime.from(Instant.now().minusSeconds(3_600)));
                    }
                }
            }
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(folder.resolve("ABCD-" + ORDERS.id() + ".claim"));
            }
        }
    }

    @Test
    void whoeverMayUseTheSocketMayClaimAndAUserWithoutTheSystemsFolderHasOneAlone() throws IOException {
        Path socket = Files.createFile(folder.resolve("docker.sock"));
        Path run = Files.createDirectory(folder.resolve("run"));
        Path shared = RunFolder.choose(run, Optional.of(socket), Map.of()).orElseThrow();
        assertThat(shared).isEqualTo(run.resolve("graceful"));
        assertThat(Files.getAttribute(shared, "posix:group")).isEqualTo(Files.getAttribute(socket, "posix:group"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwxrwx---");

        Path none = folder.resolve("none");
        Path own = Files.createDirectory(folder.resolve("user"));
        assertThat(RunFolder.choose(none, Optional.of(socket), Map.of("XDG_RUNTIME_DIR", own.toString())))
                .contains(own.resolve("graceful"));
        assertThat(RunFolder.choose(none, Optional.of(socket), Map.of())).isEmpty();
    }
}
