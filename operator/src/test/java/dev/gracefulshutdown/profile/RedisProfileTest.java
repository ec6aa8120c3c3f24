package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("Redis")
class RedisProfileTest {
    private static final Verification VERIFICATION = Verification.of(RedisProfileTest.class);

    @TempDir
    Path home;

    private String redis = "";

    @BeforeEach
    void prepare() throws IOException {
        redis = Installed.program("redis-server", "redis-server");
        Files.createDirectory(data());
    }

    @Test
    void everythingIsSavedBeforeItLeaves() throws Exception {
        try (RealServer server = start("first.log")) {
            assertThat(answer("SET kept 42")).isEqualTo("+OK");

            Stopped stopped = VERIFICATION.stop(server);

            assertThat(stopped.sent()).containsExactly(Signal.TERM);
            assertThat(stopped.exitCode()).isZero();
            assertThat(server.log()).contains("DB saved on disk");
        }
        try (RealServer server = start("next.log")) {
            assertThat(server.log()).contains("keys loaded: 1");
            assertThat(answer("GET kept")).contains("42");
        }
    }

    @Test
    void intAfterTermIsNoEscalationAsNothingIsSaved() throws Exception {
        try (RealServer server = start("insist.log")) {
            assertThat(answer("SET lost 42")).isEqualTo("+OK");
            server.send(Signal.TERM);
            server.send(Signal.INT);
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.log()).contains("You insist").doesNotContain("DB saved on disk");
        }
        try (RealServer server = start("next.log")) {
            assertThat(server.log()).doesNotContain("keys loaded: 1");
            assertThat(answer("GET lost")).isEqualTo("$-1");
        }
    }

    @Test
    void itRefusesToLeaveWhenItCanNotSave() throws Exception {
        try (RealServer server = start("refuses.log")) {
            assertThat(answer("SET precious 42")).isEqualTo("+OK");
            Files.delete(data());
            server.send(Signal.TERM);
            server.prints("can't exit");
            assertThat(answer("GET precious")).contains("42");
        }
    }

    /** {@code hz 1}: it looks once a second whether it should leave, so that a second signal is sure to come before that. */
    private RealServer start(String log) {
        return RealServer.start(
                        home.resolve(log),
                        redis,
                        "--port",
                        "0",
                        "--unixsocket",
                        home.resolve("socket").toString(),
                        "--dir",
                        data().toString(),
                        "--save",
                        "3600 1",
                        "--hz",
                        "1")
                .prints("ready to accept connections at");
    }

    private String answer(String command) throws IOException {
        try (LocalClient client = LocalClient.connect(home.resolve("socket"))) {
            return client.write(command + "\r\n").readSome().strip();
        }
    }

    private Path data() {
        return home.resolve("data");
    }
}
