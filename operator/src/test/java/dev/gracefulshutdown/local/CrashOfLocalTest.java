package dev.gracefulshutdown.local;

import static dev.gracefulshutdown.keeper.Policies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.cli.Main;
import dev.gracefulshutdown.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is run, ended in every way. */
@Tag("docker")
class CrashOfLocalTest {
    private static final String HUP_AND_INT = "trap 'echo got HUP' HUP; trap 'echo got INT; exit 4' INT; "
            + "trap 'echo got TERM' TERM; echo ready; while :; do sleep 0.05; done";
    private static final String[] LADDER = {
        "stopSignal: SIGHUP", "gracePeriod: 20s", "escalation: [{at: 4s, signal: SIGINT}]"
    };

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Docker docker;

    @BeforeEach
    void open() throws IOException {
        docker = new Docker();
        Files.createDirectories(policies());
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        docker.close();
    }

    private Path policies() {
        return folder.resolve("policies");
    }

    private Path output() {
        return folder.resolve("output");
    }

    private Process local() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "local",
                        "-f",
                        policies().toString(),
                        "--state",
                        folder.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private void says(String part, int times) {
        await(part)
                .atMost(Duration.ofSeconds(40))
                .until(() -> Files.exists(output())
                        && Files.readString(output())
                                        .lines()
                                        .filter(l -> l.contains(part))
                                        .count()
                                >= times);
    }

    private String inTheMiddleOfARestart() throws IOException {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        write(box, "1");
        return box;
    }

    private void write(String box, String nonce) throws IOException {
        List<String> spec = new ArrayList<>(List.of(LADDER));
        spec.add("restartNonce: '" + nonce + "'");
        LocalStage.write(
                policies(), "p.yaml", text("p", "docker: {names: [" + box + "]}", spec.toArray(String[]::new)));
    }

    @Test
    void aSuccessorGoesOnWithTheLadderAndGivesTheRestartPolicyBack() throws Exception {
        String box = inTheMiddleOfARestart();
        Process first = local();
        says("in force for " + box, 1);
        write(box, "2");
        docker.says(box, "got HUP", 1);
        assertThat(first.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(docker.restartPolicy(box)).isEqualTo("no");

        local();
        says("go on with its shutdown", 1);
        docker.says(box, "ready", 2);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> docker.restartPolicy(box).equals("always"));
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
        says("Escalated after 4.", 1);
    }

    @Test
    void termWaitsForWhatRunsAndEndsWithZero() throws Exception {
        String box = inTheMiddleOfARestart();
        Process process = local();
        says("in force for " + box, 1);
        write(box, "2");
        docker.says(box, "got HUP", 1);
        process.destroy();
        says("ending", 1);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        docker.says(box, "ready", 2);
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
    }

    @Test
    void aSecondTermEndsAtOnceAndTheNextOneGoesOn() throws Exception {
        String box = inTheMiddleOfARestart();
        Process process = local();
        says("in force for " + box, 1);
        write(box, "2");
        docker.says(box, "got HUP", 1);
        process.destroy();
        says("ending", 1);
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(docker.count(box, "got INT")).isZero();
        local();
        docker.says(box, "ready", 2);
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> docker.restartPolicy(box).equals("always"));
    }
}
