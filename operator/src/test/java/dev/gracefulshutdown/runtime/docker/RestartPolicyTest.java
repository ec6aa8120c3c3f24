package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.finished;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every restart policy, with no stop signal of the container's own, the ladder's first, and another one. */
class RestartPolicyTest extends OnEachEngine {
    private static final List<String> POLICIES = List.of("always", "unless-stopped", "on-failure");
    private static final List<String> STOP_SIGNALS = List.of("", "SIGTERM", "SIGINT");
    private static final Ladder TERM = ladder(Duration.ofSeconds(20), ask(0, Signal.TERM));

    /** The engine's first back-off is 100 ms. */
    private static final Duration RESTARTS_WITHIN = Duration.ofSeconds(2);

    RestartPolicyTest(TestEngine engine) {
        super(engine);
    }

    @Test
    void aStoppedContainerStaysDownAndKeepsItsPolicy() {
        Map<String, String> containers = containers();
        reports(containers, Purpose.STOP, TERM).forEach((name, report) -> {
            assertThat(report.outcome()).as(name).contains(Outcome.GRACEFUL);
            assertThat(report.exit().code()).as(name).isEqualTo(3);
        });
        stayDown(containers);
        containers.forEach((name, id) -> {
            assertThat(name).startsWith(stage.details(id).restartPolicy().name());
            assertThat(stage.count(id, "got TERM")).as(name).isEqualTo(1);
            assertThat(stage.lines(id)).as(name).doesNotContain("got INT");
        });
    }

    @Test
    void aContainerThatIsToStayStoppedLosesItsPolicy() {
        Map<String, String> containers = containers();
        reports(containers, Purpose.STOP_AND_STAY, TERM);
        stayDown(containers);
        containers.forEach((name, id) ->
                assertThat(stage.details(id).restartPolicy()).as(name).isEqualTo(RestartPolicy.NO));
    }

    /** Such a signal does not cancel a restart, by `kill` as little as by `stop?signal=` where an engine takes that. */
    @Test
    void aLadderThatDoesNotBeginWithTheStopSignalStaysDownToo() {
        Map<String, String> containers = new LinkedHashMap<>();
        for (String policy : POLICIES) {
            containers.put(
                    policy,
                    stage.run(Recipe.shell(Recipe.POLITE).restart(policy).stopSignal("SIGTERM")));
        }
        reports(containers, Purpose.STOP_AND_STAY, ladder(Duration.ofSeconds(20), ask(0, Signal.INT)))
                .forEach((name, report) ->
                        assertThat(report.exit().code()).as(name).isEqualTo(4));
        stayDown(containers);
        containers.forEach((name, id) -> assertThat(stage.lines(id)).as(name).containsExactly("ready", "got INT"));
        assertThat(stage.host().capabilities().stopSignalParameter())
                .isEqualTo(ApiVersions.compare(stage.host().capabilities().apiVersion(), "1.42") >= 0);
    }

    @Test
    void aForcedContainerStaysDown() {
        Map<String, String> containers = new LinkedHashMap<>();
        for (String policy : POLICIES) {
            containers.put(
                    policy, stage.run(Recipe.shell(Recipe.DEAF).restart(policy).stopSignal("SIGINT")));
        }
        reports(containers, Purpose.STOP, ladder(Duration.ofMillis(500), ask(0, Signal.TERM)))
                .forEach((name, report) -> assertThat(report.outcome()).as(name).contains(Outcome.FORCED));
        stayDown(containers);
    }

    @Test
    void aRestartedContainerIsBackExactlyOnceAndKeepsItsPolicy() {
        Map<String, String> containers = containers();
        containers.put("no", stage.run(Recipe.shell(Recipe.POLITE)));
        reports(containers, Purpose.RESTART, TERM)
                .forEach((name, report) -> assertThat(report.outcome()).as(name).contains(Outcome.GRACEFUL));
        containers.forEach(
                (name, id) -> await(name).atMost(Duration.ofSeconds(20)).until(() -> stage.count(id, "ready") == 2));
        await().during(RESTARTS_WITHIN)
                .atMost(RESTARTS_WITHIN.plusSeconds(5))
                .until(() -> containers.values().stream()
                        .allMatch(id -> stage.details(id).isRunning() && stage.count(id, "ready") == 2));
        containers.forEach((name, id) -> {
            assertThat(name).startsWith(stage.details(id).restartPolicy().name());
            assertThat(stage.count(id, "got TERM")).as(name).isEqualTo(1);
        });
    }

    @Test
    void aContainerBetweenTwoStartsIsKeptDownWithoutASignal() {
        String id = stage.started(Recipe.shell("exit 1").restart("always"));
        stage.until(id, c -> c.isRestarting());
        // Whichever of its short lives was seen, it must be down at the end.
        ShutdownReport report = stage.shutDown(id, Purpose.STOP_AND_STAY, TERM);
        assertThat(report.outcome()).isPresent();
        stayDown(Map.of("restarting", id));
        assertThat(stage.details(id).restartPolicy()).isEqualTo(RestartPolicy.NO);
    }

    private Map<String, String> containers() {
        Map<String, String> containers = new LinkedHashMap<>();
        for (String policy : POLICIES) {
            for (String signal : STOP_SIGNALS) {
                Recipe recipe = Recipe.shell(Recipe.POLITE).restart(policy);
                containers.put(
                        policy + " " + signal, stage.started(signal.isEmpty() ? recipe : recipe.stopSignal(signal)));
            }
        }
        containers.values().forEach(id -> stage.says(id, "ready"));
        return containers;
    }

    private Map<String, ShutdownReport> reports(Map<String, String> containers, Purpose purpose, Ladder ladder) {
        List<RunningShutdown> running = new ArrayList<>();
        containers.values().forEach(id -> running.add(stage.begin(id, purpose, ladder)));
        Map<String, ShutdownReport> reports = new LinkedHashMap<>();
        int i = 0;
        for (String name : containers.keySet()) {
            reports.put(name, finished(running.get(i++)));
        }
        return reports;
    }

    private void stayDown(Map<String, String> containers) {
        await().during(RESTARTS_WITHIN)
                .atMost(RESTARTS_WITHIN.plusSeconds(5))
                .until(() -> containers.values().stream()
                        .map(stage::details)
                        .noneMatch(c -> c.isRunning() || c.isRestarting()));
    }
}
