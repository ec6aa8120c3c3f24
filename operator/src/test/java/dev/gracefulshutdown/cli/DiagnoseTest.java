package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gracefulshutdown.api.file.ResourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** graceful diagnose on real containers. */
@Tag("docker")
final class DiagnoseTest {
    private static final Duration GROWN_UP = Duration.ofSeconds(30);
    private static final String POLITE = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";
    private static final String WRAPPED = "sh -c \"$0\"; true";

    private final DockerCli docker = new DockerCli();

    @TempDir
    private Path folder;

    @AfterEach
    void removeAll() {
        docker.close();
    }

    private static JsonNode diagnosis(String... names) {
        List<String> arguments = new ArrayList<>(List.of("diagnose", "-o", "json"));
        arguments.addAll(List.of(names));
        return json(CommandRun.of(arguments.toArray(String[]::new)).out());
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode grownUp(String name) {
        await().atMost(GROWN_UP)
                .until(() -> !diagnosis(name).path(0).path("verdict").asText().equals("NotSureYet"));
        return diagnosis(name).path(0);
    }

    private static void isDiagnosed(String name, String hearing, String verdict) {
        JsonNode found = grownUp(name);
        assertThat(found.path("hearing").asText()).as("%s", found).isEqualTo(hearing);
        assertThat(found.path("verdict").asText()).as("%s", found).isEqualTo(verdict);
    }

    @Test
    void aPoliteShellEndsByItself() {
        String name = docker.ready(docker.shell(), "sh", "-c", POLITE);

        isDiagnosed(name, "Catches", "Ends");
        assertThat(CommandRun.of("diagnose", name).code()).isZero();
    }

    @Test
    void aDeafShellIsKilledAndAYoungOneIsNotSureYet() {
        String name = docker.run(docker.shell(), "sh", "-c", "while :; do sleep 0.1; done");

        assertThat(diagnosis(name).path(0).path("verdict").asText()).isEqualTo("NotSureYet");
        isDiagnosed(name, "Deaf", "Killed");
        assertThat(CommandRun.of("diagnose", name).code()).isEqualTo(1);
        assertThat(CommandRun.of("diagnose", "--exit-zero", name).code()).isZero();
    }

    @Test
    void aWrappedServerIsNamedWithExecAndAValidPolicy() {
        String name = docker.ready(docker.shell(), "sh", "-c", WRAPPED, POLITE);

        JsonNode found = grownUp(name);
        assertThat(found.path("verdict").asText()).isEqualTo("Wrapped");
        assertThat(found.path("advice").path(0).path("lines").path(0).asText()).startsWith("exec ");
        assertThat(ResourceFiles.parse(Path.of("policy"), found.path("policy").asText())
                        .problems())
                .isEmpty();
    }

    @Test
    void theEnginesInitForwards() {
        isDiagnosed(docker.ready("--init", docker.shell(), "sh", "-c", POLITE), "Forwards", "Forwards");
        isDiagnosed(docker.run("--init", docker.shell(), "sleep", "1000"), "Forwards", "EndsAtOnce");
        isDiagnosed(docker.run(docker.shell(), "sleep", "1000"), "Deaf", "Killed");
    }

    @Test
    void aTrapBehindAForegroundChildIsSeen() {
        String name = docker.run(docker.shell(), "sh", "-c", "trap 'exit 0' TERM; sleep 1000; true");

        await().atMost(GROWN_UP)
                .until(() -> diagnosis(name).path(0).path("verdict").asText().equals("Sits"));
    }

    @Test
    void knownServersAreRecognised() {
        String nginx = docker.run(docker.services(), "nginx", "-g", "daemon off;");
        String python = docker.run(docker.services(), "python3", "-c", "import time; time.sleep(1000)");

        await().atMost(GROWN_UP)
                .until(() -> diagnosis(nginx).path(0).path("profile").asText().equals("Nginx"));
        isDiagnosed(nginx, "Catches", "Ends");
        isDiagnosed(python, "Deaf", "Killed");
        assertThat(diagnosis(nginx)
                        .path(0)
                        .path("advice")
                        .path(0)
                        .path("lines")
                        .path(0)
                        .asText())
                .isEqualTo("STOPSIGNAL SIGQUIT");
    }

    @Test
    void shellFormIsToldFromExecForm() throws IOException {
        String wrapped = docker.build(folder, "CMD sleep 1000 && true");
        String direct = docker.build(folder, "STOPSIGNAL SIGUSR1", "CMD [\"sleep\", \"1000\"]");

        JsonNode shell = grownUp(docker.run(wrapped));
        JsonNode exec = grownUp(docker.run(direct));
        assertThat(shell.path("main").asText()).isEqualTo("1 sh");
        assertThat(exec.path("main").asText()).isEqualTo("1 sleep");
        assertThat(exec.path("signal").asText()).isEqualTo("SIGUSR1");
        assertThat(exec.path("signalFrom").asText()).isEqualTo("Image");
    }

    @Test
    void aPausedContainerIsReadAllTheSame() {
        String name = docker.ready(docker.shell(), "sh", "-c", POLITE);
        docker.docker("pause", name);

        JsonNode found = diagnosis(name).path(0);
        docker.docker("unpause", name);
        assertThat(found.path("hearing").asText()).isEqualTo("Catches");
        assertThat(found.path("notes").toString()).contains("paused");
    }

    @Test
    void aShellOfDockerExecIsSaidNotToBeAsked() {
        String name = docker.ready(docker.shell(), "sh", "-c", POLITE);
        docker.docker("exec", "-d", name, "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done");

        await().atMost(GROWN_UP)
                .untilAsserted(
                        () -> assertThat(diagnosis(name).path(0).path("notes").toString())
                                .contains("an exec session or a health check", "the handler of", "sh never runs"));
    }

    @Test
    void aPolicyIsToldByWhatItWouldComeTo() throws IOException {
        String name = docker.ready(docker.shell(), "sh", "-c", WRAPPED, POLITE);
        Path policy = policy(name, "gracePeriod: 7s");
        await().atMost(GROWN_UP)
                .until(() -> !diagnosis(name).path(0).path("verdict").asText().equals("NotSureYet"));

        CommandRun told = CommandRun.of("diagnose", name, "-f", policy.toString());
        assertThat(told.code()).as(told.out() + told.err()).isZero();
        assertThat(told.out()).contains("by policy", "p: ends by itself after SIGTERM", "7s SIGKILL to all");

        JsonNode byPolicy = diagnosis(name, "-f", policy.toString()).path(0).path("byPolicy");
        assertThat(byPolicy.path("policy").asText()).isEqualTo("p");
        assertThat(byPolicy.path("expected").asText()).isEqualTo("Ends");
        assertThat(byPolicy.path("steps").path(0).path("to").path(0).asText()).endsWith(" sh");
        assertThat(diagnosis(name, "-f", policy.toString())
                                .path(0)
                                .path("policy")
                                .isNull()
                        || diagnosis(name, "-f", policy.toString())
                                .path(0)
                                .path("policy")
                                .isMissingNode())
                .as("none is proposed besides")
                .isTrue();
    }

    @Test
    void aPolicyWithMistakesIsWrongUsage() throws IOException {
        CommandRun run =
                CommandRun.of("diagnose", "-f", policy("x", "gracePeriod: 7").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("p.yaml:", "spec.gracePeriod");
        CommandRun unknown =
                CommandRun.of("diagnose", "-f", policy("x", "profile: Nix").toString());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("p.yaml:", "spec.profile");
    }

    @Test
    void earlierShutdownsCount() throws IOException {
        String name = docker.ready(docker.shell(), "sh", "-c", POLITE);
        String step = "{\"at\":\"0s\",\"signal\":\"SIGTERM\",\"sentBy\":\"Agent\",\"hearing\":\"Catches\"}";
        String forced = "{\"apiVersion\":\"gracefulshutdown.dev/v1alpha1\",\"kind\":\"Shutdown\","
                + "\"spec\":{\"dockerContainer\":{\"name\":\"" + name + "\"}},"
                + "\"status\":{\"outcome\":\"Forced\",\"took\":\"10s\",\"containers\":[{\"name\":\"x\",\"steps\":["
                + step + "]}]}}\n";
        Path records = Files.writeString(
                folder.resolve("records.jsonl"), forced + forced + forced.replace("Forced", "Graceful"));

        JsonNode found = diagnosis(name, "--records", records.toString()).path(0);
        assertThat(found.path("verdict").asText()).as("%s", found).isEqualTo("WithoutEffect");
        assertThat(found.path("today").asText()).contains("in 2 of its last 3 stops");
        assertThat(found.path("past").path("stops").asInt()).isEqualTo(3);
        assertThat(found.path("past").path("withoutEffect").asInt()).isEqualTo(2);

        CommandRun missing = CommandRun.of(
                "diagnose", name, "--records", folder.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("--records", "records.jsonl");
    }

    private Path policy(String container, String line) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: p}
                spec:
                  docker: {names: [%s]}
                  %s
                """.formatted(container, line));
    }

    @Test
    void aFilterChoosesAndTheTableHasOneLineEach() {
        docker.ready("--label", "test=a", docker.shell(), "sh", "-c", POLITE);
        docker.ready("--label", "test=a", docker.shell(), "sh", "-c", POLITE);
        docker.ready("--label", "test=b", docker.shell(), "sh", "-c", POLITE);

        CommandRun run = CommandRun.of("diagnose", "--filter", "label=test=a");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).startsWith("NAME").contains("ends by itself");
    }

    @Test
    void aStoppedContainerIsUnknownAndAMissingOneIsAMistake() {
        String name = docker.run(docker.shell(), "true");
        await().until(() -> diagnosis(name).path(0).path("verdict").asText().equals("Unknown"));

        CommandRun missing = CommandRun.of("diagnose", "no-such-container");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("container no-such-container", "docker ps");
    }
}
