package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Verifies("HAProxy")
class HaProxyProfileTest {
    private static final Verification VERIFICATION = Verification.of(HaProxyProfileTest.class);
    private static final int SIZE = 32 << 20;

    /**
     * {@code pool-max-conn 0}: 2.6.12 crashes at its very end while it frees idle server connections. {@code hard-stop-after}:
     * under load it now and then does not notice that its last client has what it wanted.
     */
    private static final String CONFIGURATION = """
            global
              hard-stop-after 20s
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            frontend f
              bind unix@HOME/socket
              default_backend b
            backend b
              server s 127.0.0.1:PORT pool-max-conn 0
            """;

    /** With a master process (-W), as its image has it, and without. */
    enum Mode {
        MASTER,
        ALONE
    }

    @TempDir
    Path home;

    private String haproxy = "";
    private HttpServer backend;

    @BeforeEach
    void configure() throws IOException {
        haproxy = Installed.program("haproxy", "haproxy");
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        backend.createContext("/big", exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[SIZE]);
            }
        });
        backend.start();
        Files.writeString(
                home.resolve("haproxy.cfg"),
                CONFIGURATION
                        .replace("HOME", home.toString())
                        .replace("PORT", Integer.toString(backend.getAddress().getPort())));
    }

    @AfterEach
    void stopBackend() {
        if (backend != null) {
            backend.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDownloadInFlightIsFinished(Mode mode) throws Exception {
        try (RealServer server = start(mode);
                LocalClient client = LocalClient.get(socket(), "/big")) {
            String head = client.readSome();
            assertThat(head).startsWith("HTTP/1.1 200");
            CompletableFuture<Stopped> stop = inBackground(server);
            server.prints("Proxy f stopped");

            long body = head.length() - (head.indexOf("\r\n\r\n") + 4) + client.readAll();

            assertThat(body).isEqualTo(SIZE);
            assertThat(stop.join().sent()).containsExactly(Signal.USR1);
            assertThat(stop.join().exitCode()).isZero();
        }
    }

    @Test
    void aDownloadThatNeverEndsIsCutInOrderBeforeTheKill() throws Exception {
        try (RealServer server = start(Mode.MASTER);
                LocalClient client = LocalClient.get(socket(), "/big")) {
            client.readSome();

            Stopped stopped = VERIFICATION.stopWithin(Duration.ofSeconds(4), server);

            assertThat(stopped.sent()).containsExactly(Signal.USR1, Signal.TERM);
            assertThat(stopped.exitCode()).isZero();
        }
    }

    @Test
    void withoutAMasterItIsDeafToTermAsPid1() throws Exception {
        try (RealServer server = start(Mode.ALONE);
                LocalClient client = LocalClient.get(socket(), "/big")) {
            client.readSome();

            Stopped stopped = VERIFICATION.stopWithin(Duration.ofSeconds(4), server);

            assertThat(stopped.sent()).containsExactly(Signal.USR1, Signal.TERM, Signal.KILL);
        }
    }

    @Test
    void termAsTheFirstSignalCutsTheDownload() throws Exception {
        try (RealServer server = start(Mode.MASTER);
                LocalClient client = LocalClient.get(socket(), "/big")) {
            client.readSome();
            server.send(Signal.TERM);
            assertThat(server.exitCode()).isZero();
            assertThat(client.readAll()).isLessThan(SIZE / 2);
        }
    }

    private static CompletableFuture<Stopped> inBackground(RealServer server) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return VERIFICATION.stop(server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private RealServer start(Mode mode) {
        List<String> command = new ArrayList<>(
                List.of(haproxy, "-db", "-f", home.resolve("haproxy.cfg").toString()));
        if (mode == Mode.MASTER) {
            command.add(1, "-W");
        }
        RealServer server = RealServer.start(home.resolve("log"), command);
        await().atMost(RealServer.PATIENCE).ignoreExceptions().until(() -> {
            LocalClient.connect(socket()).close();
            return mode == Mode.ALONE || hasBecomeMaster(server);
        });
        return server;
    }

    /** Once its worker serves, the first process executes itself anew, and loses what it is sent meanwhile. */
    private static boolean hasBecomeMaster(RealServer server) throws IOException {
        Path proc = Path.of("/proc", Integer.toString(server.pid()));
        boolean executedAnew = Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1)
                .contains("HAPROXY_MWORKER_WAIT_ONLY=1");
        return executedAnew
                && Files.readAllLines(proc.resolve("status")).stream()
                        .filter(line -> line.startsWith("SigCgt:"))
                        .map(line -> SignalSet.parse(line.substring("SigCgt:".length())))
                        .allMatch(caught -> caught.contains(Signal.TERM) && caught.contains(Signal.USR1));
    }

    private Path socket() {
        return home.resolve("socket");
    }
}
