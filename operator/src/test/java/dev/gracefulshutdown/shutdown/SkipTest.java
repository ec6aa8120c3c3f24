package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 7 on real programs: a deaf one is not waited for, and none that hears is ever ended early. All of them live at the
 * same time, for deafness counts only after ten seconds.
 */
class SkipTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Step TERM = Step.ask(Duration.ZERO, Signal.TERM);

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static final Map<String, Stage.Actor> ACTORS = new HashMap<>();
    private static final Map<String, RunningShutdown> SHUTDOWNS = new HashMap<>();

    @BeforeAll
    static void allAtOnce() {
        Programs.needNamespaces();
        stage = new Stage(folder);
        Ladder early = skip(Duration.ofSeconds(20), TERM, ask(8, Signal.INT));
        stop(
                start(
                        "young",
                        "sh",
                        "-c",
                        "sleep 5; trap 'echo cleaned; exit 0' INT; echo ready; while :; do sleep 0.1; done"),
                early);
        stop(
                start("young and late", "sh", "-c", "echo ready; while :; do sleep 0.1; done"),
                skip(Duration.ofSeconds(3), TERM));

        Map<String, Ladder> later = new HashMap<>();
        startGrownUps(later);
        later.keySet().forEach(name -> stage.grownUp(actor(name)));
        later.forEach((name, ladder) -> stop(actor(name), ladder));
    }

    private static void startGrownUps(Map<String, Ladder> later) {
        Ladder polite = skip(Duration.ofSeconds(20), TERM, ask(1, Signal.QUIT));
        Ladder deaf = skip(LONG, TERM, ask(10, Signal.HUP), ask(20, Signal.QUIT));
        start("shell", "sh", "-c", "echo ready; while :; do sleep 0.05; done");
        later.put("shell", deaf);
        start("java", javaWithoutSignals());
        later.put("java", deaf);
        if (Programs.find("bash").isPresent()) {
            start(
                    "trap",
                    "bash",
                    "-c",
                    "trap 'trap - TERM; sleep 3; echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
            later.put("trap", polite);
        }
        if (Programs.find("node").isPresent()) {
            String program =
                    "process.once('SIGTERM', () => setTimeout(() => { console.log('cleaned'); process.exit(0) }, 3000));"
                            + "console.log('ready'); setInterval(() => {}, 1000)";
            start("once", "node", "-e", program);
            later.put("once", polite);
        }
        if (Programs.find("python3").isPresent()) {
            String app = String.join(" ", Programs.counter("catch", "end=TERM", "cleanup=2"));
            start("pipe", "sh", "-c", app + " | tee " + folder.resolve("teed") + "; true");
            later.put("pipe", skip(Duration.ofSeconds(20), TERM, ask(1, Signal.ABRT)));
            start("sigwait", Programs.counter("queue", "end=TERM", "cleanup=2").toArray(String[]::new));
            later.put("sigwait", skip(Duration.ofSeconds(20), TERM));
        }
    }

    private static String[] javaWithoutSignals() {
        List<String> command = new ArrayList<>(Programs.driver(Endless.class));
        command.add(1, "-Xrs");
        return command.toArray(String[]::new);
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aDeafShellIsNotWaitedFor() {
        endedEarly("shell");
    }

    @Test
    void javaThatWasToldToLeaveSignalsAloneIsNotWaitedFor() {
        endedEarly("java");
    }

    @Test
    void aHandlerThatTakesItselfDownIsWaitedFor() {
        cleanedUp("trap", "bash", "cleaned");
    }

    @Test
    void nodeWithAHandlerForOnceIsWaitedFor() {
        cleanedUp("once", "nodejs", "cleaned");
    }

    @Test
    void aProgramThatWaitsForItsSignalsIsWaitedFor() {
        cleanedUp("sigwait", "python3", "main cleaned");
    }

    @Test
    void nothingOfAPipeIsLost() throws IOException {
        cleanedUp("pipe", "python3", "main cleaned");
        assertThat(Files.readAllLines(folder.resolve("teed"))).containsOnlyOnce("main got TERM", "main cleaned");
    }

    @Test
    void aYoungProcessIsNeverDeaf() {
        ShutdownReport report = finished("young", "dash");
        assertThat(report.outcome()).as("%s", report).contains(Outcome.ESCALATED);
        assertThat(actor("young").lines()).contains("cleaned");
    }

    @Test
    void aYoungProcessHasItsWholeGracePeriod() {
        ShutdownReport report = finished("young and late", "dash");
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(kill(report).at()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    private static void endedEarly(String name) {
        ShutdownReport report = finished(name, "dash");
        assertThat(report.outcome()).as("%s", report).contains(Outcome.FORCED);
        assertThat(kill(report).at()).isLessThan(LONG);
        assertThat(report.timeline().stream().limit(3))
                .extracting(StepRecord::delivery)
                .containsOnly(Result.UNDELIVERABLE);
    }

    private static void cleanedUp(String name, String debianPackage, String lastWord) {
        ShutdownReport report = finished(name, debianPackage);
        assertThat(report.outcome()).as("%s", report).contains(Outcome.GRACEFUL);
        assertThat(actor(name).lines()).contains(lastWord);
        assertThat(Stage.code(report)).isEqualTo(0);
    }

    private static ShutdownReport finished(String name, String debianPackage) {
        Assumptions.assumeTrue(ACTORS.containsKey(name), "not installed: apt-get install " + debianPackage);
        return Stage.finished(Objects.requireNonNull(SHUTDOWNS.get(name)));
    }

    private static StepRecord kill(ShutdownReport report) {
        return report.timeline().getLast();
    }

    private static Stage.Actor start(String name, String... command) {
        Stage.Actor actor = stage.start(name, command);
        ACTORS.put(name, actor);
        return actor;
    }

    private static Stage.Actor actor(String name) {
        return Objects.requireNonNull(ACTORS.get(name));
    }

    private static void stop(Stage.Actor actor, Ladder ladder) {
        SHUTDOWNS.put(actor.name(), stage.begin(actor, ladder));
    }

    private static Step ask(int seconds, Signal signal) {
        return Step.ask(Duration.ofSeconds(seconds), signal);
    }

    private static Ladder skip(Duration grace, Step... steps) {
        return Stage.ladder(OnUndeliverable.SKIP, grace, steps);
    }
}
