package dev.gracefulshutdown.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEndpointTest {

    @TempDir
    private Path home;

    @Test
    void theDefaultIsTheDefaultSocket() {
        DockerEndpoint endpoint = DockerEndpoint.find(Optional.empty(), Map.of(), home);
        assertThat(endpoint.url()).hasToString("unix:///var/run/docker.sock");
        assertThat(endpoint.source()).isEqualTo("default");
    }

    @Test
    void whatIsGivenComesBeforeTheEnvironmentAndThatBeforeTheContext() throws IOException {
        context("edge", "tcp://edge:2376", false);
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://other:1");
        assertThat(DockerEndpoint.find(Optional.of("unix:///given"), environment, home)
                        .url())
                .hasToString("unix:///given");
        assertThat(DockerEndpoint.find(Optional.empty(), environment, home).url())
                .hasToString("tcp://other:1");
        assertThat(DockerEndpoint.find(Optional.empty(), Map.of(), home).url()).hasToString("tcp://edge:2376");
    }

    @Test
    void aContextBringsItsTlsFiles() throws IOException {
        context("edge", "tcp://edge:2376", true);
        DockerEndpoint endpoint = DockerEndpoint.find(Optional.empty(), Map.of(), home);
        assertThat(endpoint.source()).isEqualTo("context edge");
        assertThat(endpoint.tls().orElseThrow().verify()).isTrue();
        assertThat(endpoint.tls().orElseThrow().folder()).isDirectory();
    }

    @Test
    void theEnvironmentChoosesAnotherContext() throws IOException {
        context("edge", "tcp://edge:2376", false);
        DockerEndpoint endpoint = DockerEndpoint.find(Optional.empty(), Map.of("DOCKER_CONTEXT", "default"), home);
        assertThat(endpoint.url()).hasToString("unix:///var/run/docker.sock");
    }

    @Test
    void aContextThatIsMissingIsNamedWithItsFile() {
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> DockerEndpoint.find(Optional.empty(), Map.of("DOCKER_CONTEXT", "lost"), home))
                .satisfies(e -> assertThat(e.object()).contains("meta.json"))
                .satisfies(e -> assertThat(e.remedy()).contains("docker context ls"));
    }

    @Test
    void portsAreTheUsualOnes() {
        assertThat(DockerEndpoint.find(Optional.of("tcp://edge"), Map.of(), home)
                        .url())
                .hasToString("tcp://edge:2375");
        Map<String, String> verified = Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certificates");
        DockerEndpoint endpoint = DockerEndpoint.find(Optional.of("tcp://edge"), verified, home);
        assertThat(endpoint.url()).hasToString("tcp://edge:2376");
        assertThat(endpoint.tls().orElseThrow().folder()).isEqualTo(Path.of("/certificates"));
    }

    @Test
    void sshIsRefusedWithTheWayRound() {
        assertThatExceptionOfType(DockerException.class)
                .isThrownBy(() -> DockerEndpoint.find(Optional.of("ssh://me@edge"), Map.of(), home))
                .satisfies(e -> assertThat(e.remedy()).contains("ssh -N -L"));
    }

    private void context(String name, String address, boolean tls) throws IOException {
        Path docker = Files.createDirectories(home.resolve(".docker"));
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"" + name + "\"}");
        String key = CliContexts.digest(name);
        Path meta = Files.createDirectories(docker.resolve("contexts/meta").resolve(key));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + address
                        + "\",\"SkipTLSVerify\":false}}}");
        if (tls) {
            Files.createDirectories(docker.resolve("contexts/tls").resolve(key).resolve("docker"));
        }
    }
}
