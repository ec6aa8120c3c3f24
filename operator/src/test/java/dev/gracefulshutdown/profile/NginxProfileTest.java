package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("Nginx")
class NginxProfileTest {
    private static final Verification VERIFICATION = Verification.of(NginxProfileTest.class);

    /** Far more than any socket buffer holds. */
    private static final long SIZE = 32L << 20;

    private static final String CONFIGURATION = """
            daemon off;
            user root;
            pid HOME/pid;
            error_log stderr notice;
            events {}
            http {
              access_log off;
              client_body_temp_path HOME/t1; proxy_temp_path HOME/t2; fastcgi_temp_path HOME/t3;
              uwsgi_temp_path HOME/t4; scgi_temp_path HOME/t5;
              server { listen unix:HOME/socket; root HOME; }
            }
            """;

    @TempDir
    Path home;

    private String nginx = "";

    @BeforeEach
    void configure() throws IOException {
        Installed.asRoot();
        nginx = Installed.program("nginx", "nginx-light");
        Files.writeString(home.resolve("nginx.conf"), CONFIGURATION.replace("HOME", home.toString()));
        try (RandomAccessFile file = new RandomAccessFile(home.resolve("big").toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    @Test
    void aDownloadInFlightIsFinished() throws Exception {
        try (RealServer server = start();
                LocalClient client = LocalClient.get(socket(), "/big")) {
            String head = client.readSome();
            assertThat(head).startsWith("HTTP/1.1 200");
            CompletableFuture<Stopped> stop = inBackground(server);
            server.prints("gracefully shutting down");

            long body = head.length() - (head.indexOf("\r\n\r\n") + 4) + client.readAll();

            assertThat(body).isEqualTo(SIZE);
            assertThat(stop.join().sent()).containsExactly(Signal.QUIT);
            assertThat(stop.join().exitCode()).isZero();
        }
    }

    @Test
    void aDownloadThatNeverEndsIsCutInOrderBeforeTheKill() throws Exception {
        try (RealServer server = start();
                LocalClient client = LocalClient.get(socket(), "/big")) {
            client.readSome();

            Stopped stopped = VERIFICATION.stopWithin(Duration.ofSeconds(4), server);

            assertThat(stopped.sent()).containsExactly(Signal.QUIT, Signal.TERM);
            assertThat(stopped.exitCode()).isZero();
            assertThat(socket()).doesNotExist();
        }
    }

    @Test
    void termAsTheFirstSignalCutsTheDownload() throws Exception {
        try (RealServer server = start();
                LocalClient client = LocalClient.get(socket(), "/big")) {
            client.readSome();
            server.send(Signal.TERM);
            assertThat(server.exitCode()).isZero();
            assertThat(client.readAll()).isLessThan(SIZE / 2);
        }
    }

    private CompletableFuture<Stopped> inBackground(RealServer server) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return VERIFICATION.stop(server);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private RealServer start() {
        return RealServer.start(
                        home.resolve("log"),
                        nginx,
                        "-p",
                        home.toString(),
                        "-c",
                        home.resolve("nginx.conf").toString())
                .prints("start worker process ");
    }

    private Path socket() {
        return home.resolve("socket");
    }
}
