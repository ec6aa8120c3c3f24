package dev.gracefulshutdown.local;

import static dev.gracefulshutdown.keeper.Policies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("docker")
class LocalOnDockerTest {
    private static final String LOOP = "echo ready; while :; do sleep 0.05; done";
    private static final String POLITE = "trap 'echo got TERM; exit 3' TERM; " + LOOP;
    /** Whoever is gone before its event has come has no stop that could be joined. */
    private static final String UNHURRIED = "trap 'echo got TERM; sleep 1; exit 3' TERM; " + LOOP;

    private static final String WRAPPED =
            "sh -c \"trap 'echo got TERM; sleep 1; exit 0' TERM; " + LOOP + "\"; echo child ended; exit 0";
    private static final String SECOND_SIGNAL = "trap 'echo got TERM' TERM; trap 'echo got INT; exit 4' INT; " + LOOP;

    @TempDir
    private Path folder;

    private Docker docker;
    private LocalStage stage;

    @BeforeEach
    void open() throws IOException {
        docker = new Docker();
        stage = new LocalStage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
        docker.close();
    }

    private static String target(String container) {
        return "docker: {names: [" + container + "]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "unless-stopped", "on-failure"})
    void stoppedStaysStoppedAndRunningTakesItBack(String restart) throws IOException {
        String box = docker.start(POLITE, "--restart", restart);
        stage.write("p.yaml", text("p", target(box), "state: Running", "restartNonce: '1'"));
        stage.started().says("in force for " + box);
        assertThat(docker.count(box, "ready")).isEqualTo(1);

        stage.write("p.yaml", text("p", target(box), "state: Stopped"));
        stage.says("Graceful after");
        assertThat(docker.isRunning(box)).isFalse();
        assertThat(docker.restartPolicy(box)).isEqualTo("no");

        stage.write("p.yaml", text("p", target(box), "state: Running", "restartNonce: '1'"));
        docker.says(box, "ready", 2);
        assertThat(docker.restartPolicy(box)).isEqualTo(restart);

        stage.write("p.yaml", text("p", target(box), "state: Running", "restartNonce: '2'"));
        docker.says(box, "ready", 3);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> docker.restartPolicy(box).equals(restart));
        assertThat(docker.count(box, "got TERM")).isEqualTo(2);
    }

    @Test
    void aStopOfOthersIsNotUndone() throws IOException {
        String box = docker.start(POLITE, "--restart", "always");
        stage.write("p.yaml", text("p", target(box), "state: Running"));
        stage.started().says("in force for " + box);
        Docker.run("stop", box);
        stage.says("Graceful after");
        stage.write("p.yaml", text("p", target(box), "state: Running", "gracePeriod: 7s"));
        stage.write("q.yaml", text("q", "docker: {names: [nobody]}"));
        stage.says("policy q (");
        assertThat(docker.isRunning(box)).isFalse();
    }

    @Test
    void aBrokenFileLeavesTheLastGoodVersionInForceAndADeletedOneTakesItAway() throws IOException {
        String box = docker.start(UNHURRIED);
        stage.write("p.yaml", text("p", target(box)));
        stage.started().says("in force for " + box);
        stage.write("p.yaml", text("p", target(box), "gracePeriod: 5"));
        stage.says("p.yaml:6:16: spec.gracePeriod: \"5\" has no unit: write 5s");
        assertThat(stage.said("not in force any more")).isFalse();
        Docker.run("stop", box);
        stage.says("join its stop");
        stage.says("Graceful after");
        Files.delete(stage.policies().resolve("p.yaml"));
        stage.says("policy p: is not in force any more");
    }

    @Test
    void aWrappedChildHearsOfSomebodyElsesStopOnce() throws IOException {
        String box = docker.start(WRAPPED);
        stage.write("p.yaml", text("p", target(box)));
        stage.started().says("in force for " + box);
        Docker.run("stop", box);
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.count(box, "child ended")).isEqualTo(1);
        assertThat(docker.exitCode(box)).isZero();
        stage.says("Graceful after");
        await().until(() -> Files.exists(stage.records()));
        assertThat(Files.readString(stage.records()))
                .contains("\"origin\":\"Observed\"", "\"cause\":\"EngineStop\"", "\"outcome\":\"Graceful\"");
    }

    @Test
    void aSecondSignalComesWithinTheEnginesOwnTimeout() throws IOException {
        String box = docker.start(SECOND_SIGNAL);
        stage.write("p.yaml", text("p", target(box), "gracePeriod: 10s", "escalation: [{at: 3s, signal: SIGINT}]"));
        stage.started().says("in force for " + box);
        Docker.run("stop", box);
        assertThat(docker.exitCode(box)).isEqualTo(4);
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        stage.says("Escalated after 3.");
    }

    @Test
    void anotherSignalIsNotedAndNothingMore() throws IOException {
        String box = docker.start("trap 'echo got HUP' HUP; " + POLITE);
        stage.write("p.yaml", text("p", target(box)));
        stage.started().says("in force for " + box);
        Docker.run("kill", "-s", "HUP", box);
        stage.says("got SIGHUP from somebody else");
        docker.says(box, "got HUP", 1);
        assertThat(stage.said("join")).isFalse();
        assertThat(docker.isRunning(box)).isTrue();
    }

    @Test
    void ourOwnStopIsNoReasonForAnother() throws IOException {
        String box = docker.start(POLITE, "--restart", "always");
        stage.write("p.yaml", text("p", target(box), "state: Stopped"));
        stage.started().says("Graceful after");
        stage.write("q.yaml", text("q", "docker: {names: [nobody]}"));
        stage.says("policy q (");
        assertThat(stage.said("join")).isFalse();
        assertThat(Files.readString(stage.records()).lines()).hasSize(1);
    }

    @Test
    void hooksThatComposeAloneRunsAreToldOnce() throws IOException {
        Path compose = Files.writeString(folder.resolve("compose.yaml"), "services: {db: {pre_stop: [{command: a}]}}");
        String project = "graceful" + System.nanoTime();
        String box = docker.start(
                POLITE,
                "--label",
                "com.docker.compose.project=" + project,
                "--label",
                "com.docker.compose.service=db",
                "--label",
                "com.docker.compose.project.config_files=" + compose);
        stage.write("p.yaml", text("p", "docker: {composeProject: " + project + "}"));
        stage.started().says("pre_stop of service db in " + compose + " is not run by us");
        stage.write("p.yaml", text("p", "docker: {composeProject: " + project + "}", "state: Stopped"));
        stage.says("Graceful after");
        assertThat(stage.lines().stream().filter(l -> l.contains("pre_stop"))).hasSize(1);
        assertThat(docker.isRunning(box)).isFalse();
    }

    @Test
    void aPolicyThatMatchesNothingIsWarnedOf() throws IOException {
        stage.write("q.yaml", text("q", "docker: {names: [nobody-" + System.nanoTime() + "]}", "state: Stopped"));
        stage.started().says("matches no container here; check spec.docker against `docker ps -a`");
    }

    @Test
    void aDryRunSendsNothing() throws IOException {
        String box = docker.start(UNHURRIED, "--restart", "always");
        stage.write("p.yaml", text("p", target(box), "state: Stopped", "mode: DryRun"));
        stage.started().says("would stop, and keep it stopped (DryRun)");
        Docker.run("stop", box);
        stage.says("would join its stop (DryRun)");
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
    }

    @Test
    void onceDoesWhatIsToBeDoneAndEnds() throws IOException {
        String box = docker.start(POLITE, "--restart", "always");
        stage.write("p.yaml", text("p", target(box), "state: Stopped"));
        assertThat(stage.local().once()).hasSize(1);
        assertThat(stage.local().anyFailed()).isFalse();
        assertThat(docker.isRunning(box)).isFalse();
        assertThat(stage.local().once()).hasSize(1);
    }

    @Test
    void onceRestartsTheNextOneWhenTheOneBeforeIsHealthy() throws IOException {
        String[] health = {"--label", "app=once", "--health-cmd", "[ -e /up ]", "--health-interval", "1s"};
        String script = "trap 'exit 0' TERM; rm -f /up; (sleep 2; touch /up) & " + LOOP;
        String one = docker.start(script, health);
        String two = docker.start(script, health);
        stage.write("p.yaml", text("p", "docker: {names: [" + one + ", " + two + "]}", "restartNonce: '1'"));
        assertThat(stage.local().once()).isEmpty();

        stage.write("p.yaml", text("p", "docker: {names: [" + one + ", " + two + "]}", "restartNonce: '2'"));
        assertThat(stage.local().once()).hasSize(2);
        assertThat(stage.local().anyFailed()).isFalse();
        assertThat(docker.count(one, "ready")).isEqualTo(2);
        assertThat(docker.count(two, "ready")).isEqualTo(2);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "GRACEFUL_TEST_RESTART_ENGINE",
            matches = ".+",
            disabledReason = "GRACEFUL_TEST_RESTART_ENGINE names no command that restarts the engine")
    void policiesHoldAfterARestartOfTheEngine() throws Exception {
        String box = docker.start(UNHURRIED, "--restart", "always");
        stage.write("p.yaml", text("p", target(box), "state: Stopped"));
        stage.started().says("Graceful after");
        assertThat(new ProcessBuilder("sh", "-c", System.getenv("GRACEFUL_TEST_RESTART_ENGINE"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        assertThat(docker.isRunning(box)).isFalse();
        stage.write("p.yaml", text("p", target(box), "state: Running"));
        docker.says(box, "ready", 2);
        Docker.run("stop", box);
        stage.says("join its stop");
    }
}
