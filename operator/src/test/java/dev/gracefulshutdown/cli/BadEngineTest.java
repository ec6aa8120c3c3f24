package dev.gracefulshutdown.cli;

import static dev.gracefulshutdown.cli.Called.graceful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.testing.Relay;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that is not as it should be: a word with the remedy, an exit code that is not zero, and nobody signalled. */
@Tag("docker")
class BadEngineTest {
    private static final List<String> COMMANDS = List.of("stop", "kill", "diagnose");

    @TempDir
    private Path folder;

    private final Containers containers = new Containers();
    private String target = "";

    @BeforeEach
    void run() {
        target = containers.ready("target", "trap 'echo asked' TERM; echo ready; while :; do sleep 0.1; done");
    }

    @AfterEach
    void removeAll() {
        containers.close();
    }

    private void fails(Called called, String what, String remedy) {
        assertThat(called.code()).as(called.err()).isEqualTo(1);
        assertThat(called.out() + called.err()).contains(what, remedy).doesNotContain("Exception", "\tat ");
        assertThat(Containers.log(target).strip()).isEqualTo("ready");
        assertThat(Containers.isRunning(target)).isTrue();
    }

    @Test
    void oneThatIsMissing() throws IOException {
        String missing = "unix://" + folder.resolve("none.sock");
        for (String command : COMMANDS) {
            fails(graceful(command, "--docker", missing, target), "none.sock", "start it");
        }
        Path policy = policy();
        fails(
                graceful(
                        "local",
                        "-f",
                        policy.toString(),
                        "--state",
                        folder.resolve("s").toString(),
                        "--docker",
                        missing),
                "none.sock",
                "start it");
    }

    private Path policy() throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: p}
                spec: {docker: {names: [%s]}, state: Stopped}
                """.formatted(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "SSH-2.0-OpenSSH_9.2\r\n", "\0\1\2\3"})
    void oneThatAnswersGarbage(String answer) throws IOException {
        Path socket = folder.resolve("garbage.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> serve(server, answer));
            for (String command : COMMANDS) {
                fails(graceful(command, "--docker", "unix://" + socket, target), "garbage.sock", "DOCKER_HOST");
            }
        }
    }

    private static void serve(ServerSocketChannel server, String answer) {
        while (true) {
            try (SocketChannel peer = server.accept()) {
                peer.read(ByteBuffer.allocate(4096));
                peer.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static Path engine() {
        return Relay.socket(DockerEndpoint.find(Optional.empty()).url());
    }

    @Test
    void oneThatFallsSilent() throws IOException {
        try (Relay relay = Relay.at(folder.resolve("silent.sock"), engine())) {
            relay.fallSilent();
            for (String command : COMMANDS) {
                fails(graceful(command, "--docker", relay.address(), target), "no answer within", "restart the engine");
            }
        }
    }

    /** As root without the right to pass over permissions, which is who others are. */
    @Test
    void oneWhoseSocketMayNotBeUsed() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "docker: root gives up a right of its own here");
        Path socket = folder.resolve("forbidden.sock");
        try (Relay relay = Relay.at(socket, engine())) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
            List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
            Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "stop",
                            "--docker",
                            relay.address(),
                            target)
                    .forEach(command::add);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            fails(new Called(process.waitFor(), said, ""), "permission denied", "group");
        }
    }

    @Test
    void aFilterThatFitsNobodyIsWarnedOf() {
        Called called = graceful("stop", "--filter", "label=" + target + "=none");
        assertThat(called.err()).contains("no running container fits", "docker ps");
        assertThat(Containers.log(target).strip()).isEqualTo("ready");
    }
}
