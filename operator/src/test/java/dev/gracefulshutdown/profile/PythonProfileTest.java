package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("Python")
class PythonProfileTest {
    private static final Verification VERIFICATION = Verification.of(PythonProfileTest.class);
    private static final Duration GRACE_OF_THE_CONTAINER = Duration.ofSeconds(5);

    private static final String PLAIN = """
            import atexit, threading
            atexit.register(lambda: print("atexit ran", flush=True))
            try:
                print("ready", flush=True)
                threading.Event().wait()
            finally:
                print("finally ran", flush=True)
            """;

    private static final String WITH_HANDLER = """
            import signal, sys, threading
            def leave(number, frame):
                print("handler ran", flush=True)
                sys.exit(0)
            signal.signal(signal.SIGTERM, leave)
            print("ready", flush=True)
            threading.Event().wait()
            """;

    @TempDir
    Path home;

    @Test
    void withoutAHandlerItStillCleansUpBeforeTheKill() throws Exception {
        try (RealServer server = start(PLAIN)) {
            Stopped stopped = VERIFICATION.stopWithin(GRACE_OF_THE_CONTAINER, server);

            assertThat(stopped.sent()).containsExactly(Signal.TERM, Signal.INT);
            assertThat(stopped.exitCode()).isEqualTo(130);
            assertThat(server.log()).contains("finally ran", "atexit ran");
        }
    }

    @Test
    void aHandlerGetsTermAndNothingElse() throws Exception {
        try (RealServer server = start(WITH_HANDLER)) {
            Stopped stopped = VERIFICATION.stopWithin(GRACE_OF_THE_CONTAINER, server);

            assertThat(stopped.sent()).containsExactly(Signal.TERM);
            assertThat(stopped.exitCode()).isZero();
            assertThat(server.log()).contains("handler ran");
        }
    }

    private RealServer start(String program) throws IOException {
        String python = Installed.program("python3", "python3");
        Path file = Files.writeString(home.resolve("program.py"), program);
        return RealServer.start(home.resolve("log"), python, file.toString()).prints("ready");
    }
}
