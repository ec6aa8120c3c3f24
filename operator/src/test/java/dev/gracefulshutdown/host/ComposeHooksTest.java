package dev.gracefulshutdown.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.cli.Containers;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers with the labels that Compose gives them. */
@Tag("docker")
class ComposeHooksTest {
    @TempDir
    private Path folder;

    private final Containers containers = new Containers();

    @AfterEach
    void removeAll() {
        containers.close();
    }

    private Optional<String> remark(String files) throws IOException {
        String db = containers.ready(
                "db",
                "echo ready; sleep 600",
                "--label",
                "com.docker.compose.project.config_files=" + files,
                "--label",
                "com.docker.compose.service=db");
        try (Host host = Host.open("test", DockerEndpoint.find(Optional.empty()))) {
            return ComposeHooks.remark(host.docker().inspect(db));
        } finally {
            Containers.docker("rm", "-f", db);
        }
    }

    private String file(String name, String services) throws IOException {
        return Files.writeString(folder.resolve(name), services).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: {db: {pre_stop: [{command: ./backup.sh}]}}",
                "x-hooks: &hooks {pre_stop: [{command: ./backup.sh}]}\nservices: {db: {<<: *hooks, image: x}}",
                "x-hooks: &hooks {pre_stop: [{command: a}]}\nservices: {db: {<<: [{image: x}, *hooks], ports: !reset []}}",
            })
    void aServiceWithHooksIsNamedWithItsFile(String yaml) throws IOException {
        String base = file("compose.yaml", "services: {db: {image: x}, web: {image: y}}");
        String override = file("override.yaml", yaml);
        assertThat(remark(base + "," + override).orElseThrow())
                .contains("pre_stop of service db in " + override, "not run by us", "docker compose stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: {web: {pre_stop: [{command: a}]}, db: {image: x}}",
                "services: {db: {pre_stop: []}}",
                "services: {db: *nobody}",
                "not: [yaml",
                "",
            })
    void otherFilesSayNothing(String yaml) throws IOException {
        assertThat(remark(file("compose.yaml", yaml))).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadHereSaysNothingAndKeepsNobodyWaiting() throws IOException {
        assertThat(remark(folder.resolve("none.yaml") + ",/dev/zero," + folder)).isEmpty();
    }
}
