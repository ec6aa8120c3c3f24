package dev.gracefulshutdown.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
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
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever listens there: a clear word within seconds. */
@Timeout(15)
class EngineTroubleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"ApiVersion\": \"newest\"}"
            })
    void somethingElseIsNotTakenForAnEngine(String answer) throws IOException {
        DockerException failure = connect(serving(Optional.of(answer)));
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.NOT_DOCKER);
        assertThat(failure.remedy()).contains("DOCKER_HOST");
    }

    @Test
    void anEngineThatNeverAnswersIsNotWaitedFor() throws IOException {
        long before = System.nanoTime();
        DockerException failure = connect(serving(Optional.empty()));
        assertThat(failure.kind()).isEqualTo(Kind.SLOW);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "\0\1\2\3\4\5"})
    void whatSpeaksNoHttpAndHangsUpIsNoEngineThatCanBeReached(String answer) throws IOException {
        DockerException failure = connect(serving(Optional.of(answer)));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.what()).contains("hung up without an answer");
        assertThat(failure.remedy()).contains("DOCKER_HOST");
    }

    @Test
    void aRefusalIsReported() throws IOException {
        String body = "{\"message\":\"authorization denied by plugin\"}";
        DockerException failure = connect(
                serving(Optional.of("HTTP/1.1 403 Forbidden\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_PERMITTED);
        assertThat(failure.getMessage()).contains("authorization denied by plugin");
    }

    @Test
    void aMissingSocketIsNamed() {
        DockerException failure = connect(folder.resolve("none.sock"));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.object()).contains("none.sock");
        assertThat(failure.remedy()).contains("start it");
    }

    @Test
    void aSocketWithoutPermissionIsNotTakenForAMissingEngine() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may use every socket");
        Path socket = serving(Optional.empty());
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
        DockerException failure = connect(socket);
        assertThat(failure.kind()).isEqualTo(Kind.NOT_PERMITTED);
        assertThat(failure.remedy()).contains("docker");
    }

    private static DockerException connect(Path socket) {
        DockerEndpoint endpoint = DockerEndpoint.of("unix://" + socket, Optional.empty(), "given");
        return catchThrowableOfType(
                DockerException.class,
                () -> DockerHost.connect(endpoint, (id, pid) -> Optional.empty(), name -> false)
                        .close());
    }

    /** A server that says this to everybody and hangs up, or never says anything. */
    private Path serving(Optional<String> answer) throws IOException {
        Path socket = folder.resolve("fake.sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    SocketChannel peer = server.accept();
                    if (answer.isPresent()) {
                        peer.read(ByteBuffer.allocate(4096));
                        peer.write(ByteBuffer.wrap(answer.get().getBytes(StandardCharsets.US_ASCII)));
                        peer.close();
                    }
                } catch (IOException e) {
                    return;
                }
            }
        });
        return socket;
    }
}
