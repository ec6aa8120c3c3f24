package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("JVM")
class JvmProfileTest {
    private static final Verification VERIFICATION = Verification.of(JvmProfileTest.class);
    private static final Duration GRACE_OF_THE_CONTAINER = Duration.ofSeconds(4);

    @TempDir
    Path home;

    @Test
    void theShutdownHooksRun() throws Exception {
        try (RealServer server = start("polite")) {
            Stopped stopped = VERIFICATION.stopWithin(GRACE_OF_THE_CONTAINER, server);

            assertThat(stopped.outcome()).isEqualTo(Outcome.GRACEFUL);
            assertThat(stopped.sent()).containsExactly(Signal.TERM);
            assertThat(stopped.exitCode()).isEqualTo(143);
            assertThat(server.log()).contains("hook ran");
        }
    }

    @Test
    void aHookThatHangsIsPhotographedBeforeTheKill() throws Exception {
        try (RealServer server = start("hangs")) {
            Stopped stopped = VERIFICATION.stopWithin(GRACE_OF_THE_CONTAINER, server);

            assertThat(stopped.outcome()).isEqualTo(Outcome.FORCED);
            assertThat(stopped.sent()).containsExactly(Signal.TERM, Signal.QUIT, Signal.KILL);
            assertThat(server.log()).contains("Full thread dump", "CountDownLatch.await");
        }
    }

    private RealServer start(String manner) {
        return RealServer.start(
                        home.resolve("log"),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hooked.class.getName(),
                        manner)
                .prints("ready");
    }

    /** A program with a shutdown hook that ends, or one that never does. */
    static final class Hooked {
        private Hooked() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> hook(args[0], never), "hook"));
            System.out.println("ready");
            never.await();
        }

        private static void hook(String manner, CountDownLatch never) {
            System.out.println("hook ran");
            if (manner.equals("hangs")) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
