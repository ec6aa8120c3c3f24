package dev.gracefulshutdown.local;

import static dev.gracefulshutdown.keeper.Policies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of ours and one container: who has it, and that nobody in it gets a signal twice. */
@Tag("docker")
class ClaimsOnDockerTest {
    private static final String LOOP = "echo ready; while :; do sleep 0.05; done";
    private static final String COUNTING =
            "trap 'echo got TERM' TERM; trap 'echo got INT; sleep 1; exit 4' INT; " + LOOP;
    private static final String WRAPPED =
            "sh -c \"trap 'echo got TERM; sleep 2; exit 0' TERM; " + LOOP + "\"; echo child ended; exit 0";
    private static final String[] LADDER = {"gracePeriod: 20s", "escalation: [{at: 2s, signal: SIGINT}]"};

    /** Long enough for a process to start meanwhile. */
    private static final String[] SLOW_LADDER = {"gracePeriod: 40s", "escalation: [{at: 15s, signal: SIGINT}]"};

    @TempDir
    private Path folder;

    private Docker docker;
    private LocalStage stage;
    private final List<GracefulProcess> processes = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        docker = new Docker();
        stage = new LocalStage(folder);
    }

    @AfterEach
    void close() {
        processes.forEach(GracefulProcess::close);
        stage.close();
        docker.close();
    }

    private GracefulProcess graceful(String... arguments) throws IOException {
        GracefulProcess process = GracefulProcess.start(folder, arguments);
        processes.add(process);
        return process;
    }

    private static String target(String container) {
        return "docker: {names: [" + container + "]}";
    }

    private void watchedBy(String box, String... spec) throws IOException {
        stage.write("p.yaml", text("p", target(box), spec));
        stage.started().says("in force for " + box);
    }

    private void isRecordedOnce(String... parts) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreException(NoSuchFileException.class)
                .untilAsserted(() -> assertThat(Files.readAllLines(stage.records()))
                        .singleElement()
                        .asString()
                        .contains(parts));
    }

    @Test
    void aStopIsLeftToGracefulStopAndRecordedOnce() throws Exception {
        String box = docker.start(COUNTING, "--restart", "unless-stopped");
        watchedBy(box, LADDER);

        GracefulProcess stop = graceful("stop", "--schedule", "TERM/2/INT/10/KILL", box);
        assertThat(stop.ended()).as(stop.said()).isZero();

        stage.says("is left to graceful stop (PID " + stop.process().pid() + ", ");
        isRecordedOnce(
                "\"origin\":\"Observed\"",
                "\"cause\":\"Request\"",
                "\"policy\":\"p\"",
                "\"exitCode\":4",
                "stopped by graceful stop (PID " + stop.process().pid());
        assertThat(stage.said("join its stop")).isFalse();
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
    }

    /** Where nothing brings it back the engine isn't asked to send anything, and tells of the end alone. */
    @Test
    void aStopThatTheEngineSentNothingForIsRecordedOnceToo() throws Exception {
        String box = docker.start(COUNTING);
        watchedBy(box, LADDER);

        GracefulProcess stop = graceful("stop", "--schedule", "TERM/2/INT/10/KILL", box);
        assertThat(stop.ended()).as(stop.said()).isZero();

        isRecordedOnce(
                "\"cause\":\"Request\"",
                "\"policy\":\"p\"",
                "\"exitCode\":4",
                "stopped by graceful stop (PID " + stop.process().pid());
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
    }

    @Test
    void aWrappedChildThatGracefulStopAsksHearsItOnce() throws Exception {
        String box = docker.start(WRAPPED, "--restart", "always");
        watchedBy(box, "state: Running", "delivery: All");

        GracefulProcess stop = graceful("stop", box);
        assertThat(stop.ended()).as(stop.said()).isZero();

        isRecordedOnce("\"cause\":\"Request\"", "\"outcome\":\"Graceful\"", "stopped by graceful stop");
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.count(box, "child ended")).isEqualTo(1);
        // What others stopped stays down, though state is Running.
        stage.write("q.yaml", text("q", "docker: {names: [nobody]}"));
        stage.says("policy q (");
        assertThat(docker.isRunning(box)).isFalse();
    }

    @Test
    void ofTwoStopsTheSecondWaitsForTheFirst() throws Exception {
        String box = docker.start(WRAPPED);
        List<GracefulProcess> stops = List.of(graceful("stop", "-o", "json", box), graceful("stop", "-o", "json", box));
        for (GracefulProcess stop : stops) {
            assertThat(stop.ended()).as(stop.said()).isZero();
            assertThat(stop.said()).contains("Graceful");
        }
        assertThat(stops.stream().filter(s -> s.said().contains("stopped by graceful stop (PID")))
                .hasSize(1);
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
    }

    @Test
    void aStopWaitsForTheLadderOfLocal() throws Exception {
        String box = docker.start(COUNTING);
        watchedBy(box, SLOW_LADDER);
        stage.write("p.yaml", text("p", target(box), SLOW_LADDER[0], SLOW_LADDER[1], "state: Stopped"));
        docker.says(box, "got TERM", 1);

        GracefulProcess stop = graceful("stop", box);
        assertThat(stop.ended()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("is being stopped by graceful local (PID ", "stopped by graceful local");
        stage.says("Escalated after 1");
        isRecordedOnce("\"cause\":\"State\"");
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
    }

    @Test
    void aKillGoesThroughAndSaysWhoseStopItCutShort() throws Exception {
        String box = docker.start(COUNTING);
        watchedBy(box, "gracePeriod: 60s");
        stage.write("p.yaml", text("p", target(box), "gracePeriod: 60s", "state: Stopped"));
        docker.says(box, "got TERM", 1);

        GracefulProcess kill = graceful("kill", box);
        assertThat(kill.ended()).as(kill.said()).isZero();
        assertThat(kill.said()).contains("while it was being stopped by graceful local (PID ");
        assertThat(docker.isRunning(box)).isFalse();
        stage.says("137");
        isRecordedOnce("\"cause\":\"State\"", "\"outcome\":\"Forced\"");
    }

    @Test
    void aSignalOfGracefulKillIsThatOneSignalAndItsEndIsRecorded() throws Exception {
        String box = docker.start(COUNTING);
        watchedBy(box, LADDER);
        GracefulProcess kill = graceful("kill", "-s", "TERM", box);
        assertThat(kill.ended()).as(kill.said()).isZero();
        docker.says(box, "got TERM", 1);
        stage.says("is left to graceful kill");
        assertThat(graceful("kill", "-s", "INT", box).ended()).isZero();
        isRecordedOnce("\"cause\":\"Request\"", "\"exitCode\":4", "stopped by graceful kill");
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
    }

    @Test
    void whatWasToBeDoneIsDoneWhenTheOtherOneIsDone() throws Exception {
        String box = docker.start(COUNTING, "--restart", "always");
        watchedBy(box, LADDER);
        GracefulProcess stop = graceful("stop", "--schedule", "TERM/15/INT/10/KILL", box);
        docker.says(box, "got TERM", 1);

        stage.write("p.yaml", text("p", target(box), LADDER[0], LADDER[1], "state: Stopped"));
        stage.says("nothing is done to it yet: it is being stopped by graceful stop");
        assertThat(stop.ended()).as(stop.said()).isZero();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> docker.restartPolicy(box).equals("no"));
        assertThat(docker.isRunning(box)).isFalse();
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
    }

    @Test
    void aCrashOfTheHolderFreesTheContainerAndWhoeverWaitsIsTold() throws Exception {
        String box = docker.start("trap 'echo got TERM' TERM; " + LOOP);
        GracefulProcess crashing = graceful("stop", "--grace", "5m", box);
        docker.says(box, "got TERM", 1);
        GracefulProcess waiting = graceful("stop", box);
        waiting.says(
                "is being stopped by graceful stop (PID " + crashing.process().pid());
        crashing.crash();
        assertThat(waiting.ended()).as(waiting.said()).isEqualTo(1);
        assertThat(waiting.said()).contains("which is gone, and it still runs", "stop it again");
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);

        GracefulProcess again = graceful("stop", "--grace", "2s", box);
        assertThat(again.ended()).as(again.said()).isZero();
        assertThat(again.said()).contains("Forced");
        assertThat(docker.count(box, "got TERM")).isEqualTo(2);
    }
}
