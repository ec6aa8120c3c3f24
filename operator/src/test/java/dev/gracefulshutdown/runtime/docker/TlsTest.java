package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.testing.Certificates;
import dev.gracefulshutdown.testing.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine on another host as one is reached as a rule: TCP and TLS, both sides with certificates. */
@Tag("docker")
class TlsTest {
    private static final Ladder TERM = ladder(Duration.ofSeconds(20), ask(0, Signal.TERM));

    @TempDir
    private static Path folder;

    private static Certificates ours;
    private static Certificates others;

    private DockerStage stage;

    @BeforeAll
    static void sign() throws IOException {
        ours = new Certificates(folder.resolve("ours"))
                .sign("engine", "-ext", "san=ip:127.0.0.1")
                .sign("elsewhere", "-ext", "san=dns:engine.example")
                .sign("old", "-ext", "san=ip:127.0.0.1", "-startdate", "-3d", "-validity", "1")
                .sign("client")
                .sign("oldclient", "-startdate", "-3d", "-validity", "1");
        others = new Certificates(folder.resolve("others")).sign("client");
    }

    @BeforeEach
    void open() {
        stage = new DockerStage(TestEngine.first());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static Relay engine(String certificate) throws IOException, GeneralSecurityException {
        return Relay.tls(
                ours.server(certificate),
                Relay.socket(TestEngine.first().endpoint().url()));
    }

    /** As the docker CLI would be told. */
    private static DockerHost connect(String address, Optional<Path> files, boolean verify) {
        Map<String, String> environment = new HashMap<>(Map.of("DOCKER_HOST", address));
        files.ifPresent(f -> {
            environment.put("DOCKER_CERT_PATH", f.toString());
            environment.put(verify ? "DOCKER_TLS_VERIFY" : "DOCKER_TLS", "1");
        });
        return DockerHost.connect(
                DockerEndpoint.find(Optional.empty(), environment, folder),
                (id, pid) -> Optional.empty(),
                "docker-init"::equals);
    }

    private static DockerException refused(String certificate, Optional<Path> files)
            throws IOException, GeneralSecurityException {
        try (Relay engine = engine(certificate)) {
            DockerException failure = catchThrowableOfType(
                    DockerException.class,
                    () -> connect(engine.address(), files, true).close());
            assertThat(failure).as(certificate).isNotNull();
            assertThat(failure.object()).contains(engine.address());
            return failure;
        }
    }

    @Test
    void aStopGoesThroughWithWhoHearsReadInside() throws Exception {
        String id = stage.run(Recipe.shell(Recipe.POLITE).restart("always"));
        try (Relay engine = engine("engine");
                DockerHost host = connect(engine.address(), Optional.of(ours.client("client")), true)) {
            DockerContainer container = host.open(host.inspect(id), Purpose.STOP, TERM);
            ShutdownReport report = finished(stage.runner().start(id, container, TERM, new HearingMemory(), r -> {}));
            assertThat(report.outcome()).contains(Outcome.GRACEFUL);
            assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.CATCHES);
            assertThat(report.exit().code()).isEqualTo(3);
        }
        assertThat(stage.details(id).isRunning()).isFalse();
    }

    @Test
    void anEngineOfAnotherAuthorityIsNotTrusted() throws Exception {
        DockerException failure = refused("engine", Optional.of(others.client("client")));
        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure.what()).contains("certificate is not trusted");
        assertThat(failure.remedy()).contains("ca.pem");
    }

    @Test
    void anExpiredCertificateIsSaidToBe() throws Exception {
        DockerException failure = refused("old", Optional.of(ours.client("client")));
        assertThat(failure.what()).contains("expired");
        assertThat(failure.remedy()).contains("renew");
    }

    @Test
    void aCertificateOfAnotherHostIsNotTaken() throws Exception {
        DockerException failure = refused("elsewhere", Optional.of(ours.client("client")));
        assertThat(failure.what()).contains("another host");
        assertThat(failure.remedy()).contains("name");
    }

    @Test
    void withoutACertificateOfOursTheEngineRefusesAndThatIsSaid() throws Exception {
        for (Path files : new Path[] {ours.authority("nobody"), ours.client("oldclient")}) {
            DockerException failure = refused("engine", Optional.of(files));
            // Its alert may be lost: in TLS 1.3 we write before it has looked at our certificate.
            assertThat(failure.what() + failure.remedy()).as("%s", files).containsPattern("refuse[sd] our certificate");
            assertThat(failure.remedy()).contains("cert.pem");
        }
    }

    @Test
    void plainHttpToATlsPortIsSaidToBe() throws Exception {
        DockerException failure = refused("engine", Optional.empty());
        assertThat(failure.remedy()).contains("DOCKER_TLS_VERIFY");
    }

    @Test
    void whoDoesNotVerifyTakesAnyAuthority() throws Exception {
        Path files = ours.client("client");
        Files.copy(
                others.authority("stranger").resolve("ca.pem"),
                files.resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        try (Relay engine = engine("engine");
                DockerHost host = connect(engine.address(), Optional.of(files), false)) {
            assertThat(host.capabilities().engine()).isEqualTo("Docker Engine");
        }
    }
}
