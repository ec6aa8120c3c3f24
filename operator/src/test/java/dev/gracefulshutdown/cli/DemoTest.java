package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.runtime.linux.NamespacedProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo on real processes, and what it says to files with mistakes. */
class DemoTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        Cli cli = new Cli(Surroundings.none(), Main.commands());
        cli.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return cli.run(arguments);
    }

    private void assumeNamespaces() throws IOException {
        try (NamespacedProcess process =
                NamespacedProcess.start(Map.of(), folder.resolve("probe"), List.of("sleep", "10"))) {
            assumeTrue(process.pid() > 1);
        } catch (IOException e) {
            assumeTrue(false, "PID namespaces: " + e.getMessage());
        }
    }

    @Test
    @Tag("slow")
    void thePoliciesSaveEveryCleanUpThatTheClassicWayCutsOff() throws IOException {
        assumeNamespaces();
        assertThat(run("demo", "-o", "json")).as("%s", err).isZero();
        JsonNode list = new ObjectMapper().readTree(out.toString());
        assertThat(list.path("kind").asText()).isEqualTo("List");
        for (JsonNode item : list.path("items")) {
            String name = item.path("metadata").path("name").asText();
            String cleanUp = item.at("/metadata/annotations/gracefulshutdown.dev~1clean-up")
                    .asText();
            String outcome = item.at("/status/outcome").asText();
            switch (name) {
                case "classic-deaf", "policy-deaf" ->
                    assertThat(outcome).as(name).isEqualTo("Forced");
                case "classic-wrapped", "classic-slow", "classic-second", "classic-hold" -> {
                    assertThat(outcome).as(name).isEqualTo("Forced");
                    assertThat(cleanUp).as(name).isEqualTo("cut off");
                }
                case "policy-second" -> {
                    assertThat(outcome).as(name).isEqualTo("Escalated");
                    assertThat(cleanUp).as(name).isEqualTo("ran");
                }
                default -> {
                    assertThat(outcome).as(name).isEqualTo("Graceful");
                    assertThat(cleanUp).as(name).isEqualTo("ran");
                }
            }
        }
    }

    @Test
    void itsPoliciesCanBePrintedChangedAndGivenBack() throws IOException {
        assertThat(run("demo", "--policies")).isZero();
        Path file = Files.writeString(folder.resolve("policies.yaml"), out.toString());
        assertThat(run("validate", file.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gracePeriod: -5s | spec.gracePeriod",
                "gracePeriod: 1.5s | spec.gracePeriod",
                "gracePeriod: 99h | spec.gracePeriod",
                "gracePeriodd: 5s | gracePeriodd",
                "stopSignal: SIGTREM | spec.stopSignal",
                "strategy: Kill, gracePeriod: 5s | spec",
                "'escalation: [{at: 5s, signal: SIGINT}, {at: 3s, signal: SIGQUIT}]' | spec.escalation",
                "'gracePeriod: 4s, escalation: [{at: 5s, signal: SIGINT}]' | spec.escalation",
                "'docker: {names: [a]}' | spec",
            })
    void aFileWithAMistakeStopsNobodyAndNamesFileAndField(String setting, String field) throws IOException {
        assertThat(run("demo", "-f", mine(setting).toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("mine.yaml:4:", field, "nothing was done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: DryRun | spec.mode",
                "profile: Postgres | spec.profile",
            })
    void whatTheDemoCannotPlayIsSaidWithItsField(String setting, String field) throws IOException {
        assertThat(run("demo", "-f", mine(setting).toString())).isEqualTo(2);
        assertThat(err.toString()).contains("GracefulShutdownPolicy mine", field);
    }

    @Test
    void validateKnowsTheProfiles() throws IOException {
        assertThat(run("validate", mine("profile: Postgres").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("mine.yaml", "spec.profile", "PostgreSQL");
    }

    private Path mine(String setting) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: mine}
                spec: {selector: {matchLabels: {app: polite}}, %s}
                """.formatted(setting));
    }

    @Test
    void aFolderABinaryAndADeviceAreNoPolicies() throws IOException {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        for (String path : List.of(folder.toString(), binary.toString(), "/dev/zero")) {
            assertThat(run("demo", "-f", path)).as(path).isEqualTo(2);
        }
        assertThat(err.toString()).contains("is no text in UTF-8", "is larger than 3 MiB");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThat(run("demo", "-f", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml", "does not exist");
    }
}
