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
                "mode: DryRun | 4:54: spec.mode",
                "profile: Postgres | 4:57: spec.profile",
                "containers: [{name: polite, profile: Postgres}] | 4:85: spec.containers[0].profile",
                "'escalation: [{at: 2h, signal: SIGINT}]' | 4:66: spec.escalation[0].at",
                "'containers: [{name: polite, escalation: [{at: 2h, signal: SIGINT}]}]' "
                        + "| 4:94: spec.containers[0].escalation[0].at",
            })
    void whatTheDemoCannotPlayIsSaidWithItsPlace(String setting, String place) throws IOException {
        assertThat(run("demo", "-f", mine(setting).toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("mine.yaml:" + place, "nothing was done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gracePeriod: 1h | takes 1h until its end | 4:61: spec.gracePeriod",
                "gracePeriod: 15s, drainDelay: 6s | takes 21s until its end | 4:61: spec.gracePeriod",
                "'gracePeriod: 15s, maxExtension: 10s, extendWhile: [Connections]' | takes 25s | 4:61: spec.gracePeriod",
                "'onDeadline: Hold, gracePeriod: 1h' | takes 1h | 4:79: spec.gracePeriod",
                "profile: PostgreSQL | takes 6m until its end | 4:7: spec.gracePeriod",
                "'containers: [{name: polite, gracePeriod: 1h}]' | takes 1h | 4:89: spec.containers[0].gracePeriod",
            })
    void aLadderThatNobodyWantsToWaitForIsRefused(String setting, String message, String place) throws IOException {
        assertThat(run("demo", "-f", mine(setting).toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("mine.yaml:" + place, message, "at most 20s");
    }

    @Test
    void aFileThatSelectsNobodyStopsNobodyAndSaysWhyForEachOfItsDocuments() throws IOException {
        Path file = Files.writeString(folder.resolve("none.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: selector}
                spec: {selector: {matchLabels: {app: nobody}}}
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: workload}
                spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: polite}}
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: docker}
                spec: {docker: {names: [polite]}}
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: Shutdown
                metadata: {name: request}
                spec: {podRef: {name: polite}}
                """);
        assertThat(run("demo", "-f", file.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains(
                        "4 mistakes",
                        "none.yaml:4:18: spec.selector: selects none",
                        "none.yaml:9:19: spec.targetRef: is for Kubernetes",
                        "none.yaml:14:16: spec.docker: is for Docker",
                        "none.yaml:17:7: kind: a Shutdown is none",
                        "app is one of polite, deaf, wrapped");
    }

    @Test
    void twoPoliciesForOneProcessStopNobodyAndAreBothNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: one}
                spec: {selector: {matchExpressions: [{key: app, operator: In, values: [polite, slow]}]}}
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: other}
                spec: {selector: {matchLabels: {app: slow}}}
                """);
        assertThat(run("demo", "-f", file.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("two.yaml:9:18: spec.selector: selects slow, which the policy one in line 1 does too");
    }

    /** On a pipe, as wide as it is written: nothing of it may need more than a terminal's 80 columns. */
    @Test
    @Tag("slow")
    void whatHappensBesideTheStepsIsShownWithItsTimeAndInEightyColumns() throws IOException {
        assumeNamespaces();
        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: drained}
                spec:
                  selector: {matchLabels: {app: deaf}}
                  drainDelay: 2s
                  gracePeriod: 2s
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: held}
                spec:
                  selector: {matchLabels: {app: second}}
                  gracePeriod: 3s
                  onDeadline: Hold
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: idle}
                spec:
                  selector: {matchLabels: {app: nobody}}
                """);
        assertThat(run("demo", "-f", file.toString())).as("%s", err).isZero();
        assertThat(out.toString())
                .contains("  policy drained\n", "  policy held\n", "  the demo's own policy slow\n")
                .contains("-2.000 s   drain delay: no signal for 2s")
                .containsPattern(" 3\\.\\d{3} s   held: the grace period is over")
                .containsPattern("1[5-9]\\.\\d{3} s   released by the demo");
        assertThat(out.toString().lines().skip(1).filter(line -> line.length() > 80))
                .as("all but the first, which has the file's own name")
                .isEmpty();
        assertThat(err.toString())
                .contains(
                        "mine.yaml:21:13: spec.selector: selects none of the demo's processes",
                        "mine.yaml: selects not polite, wrapped",
                        "the demo's own policies hold for them");
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
