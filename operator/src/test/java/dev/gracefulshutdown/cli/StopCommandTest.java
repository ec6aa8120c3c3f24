package dev.gracefulshutdown.cli;

import static dev.gracefulshutdown.cli.Called.graceful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code graceful stop} and {@code graceful kill} on real containers. */
@Tag("docker")
class StopCommandTest {
    private static final String POLITE = "trap 'echo handler; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
    private static final String DEAF = "echo ready; while :; do sleep 1; done";
    private static final String WRAPPED = "sh -c \"" + POLITE + "\"; exit $?";

    private final Containers containers = new Containers();

    @TempDir
    private Path folder;

    @AfterEach
    void removeAll() {
        containers.close();
    }

    private Path policy(String name, String spec) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: %s}
                spec: %s
                """.formatted(name, spec));
    }

    @Test
    void aChildBehindADeafShellHearsTheSignalOnce() {
        String wrapped = containers.ready("wrapped", WRAPPED);
        Called called = graceful("stop", wrapped, "-o", "json");
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.outcome(wrapped)).isEqualTo("Graceful");
        assertThat(Containers.count(wrapped, "handler")).isEqualTo(1);
    }

    @Test
    void anInitOfTheEngineGetsOneSignalAndPassesItOn() {
        String init = containers.ready(
                "init",
                "trap 'echo handler; touch /over' TERM; echo ready; while [ ! -e /over ]; do sleep 0.1; done",
                "--init");
        Called called = graceful("stop", init, "-o", "json");
        assertThat(called.outcome(init)).as(called.err()).isEqualTo("Graceful");
        assertThat(called.signals(init)).containsExactly("SIGTERM");
        assertThat(called.status(init).at("/containers/0/steps/0/hearing").asText())
                .isEqualTo("Forwards");
        assertThat(Containers.count(init, "handler")).isEqualTo(1);
    }

    @Test
    void whatDidNotRunIsStoppedAndSaysSo() {
        String done = containers.run("done", "exit 0");
        await().until(() -> !Containers.isRunning(done));
        Called called = graceful("stop", done);
        assertThat(called.code()).isZero();
        assertThat(called.out()).contains("AlreadyGone", "was not running");
    }

    @Test
    void whatIsNotThereFailsAndTheOthersAreStopped() {
        String polite = containers.ready("polite", POLITE);
        String missing = containers.name("missing");
        Called called = graceful("stop", missing, polite);
        assertThat(called.code()).isEqualTo(1);
        assertThat(called.out()).contains(missing, "there is none at", "docker ps -a");
        assertThat(Containers.isRunning(polite)).isFalse();
        assertThat(graceful("stop", missing, "-o", "json").outcome(missing)).isEqualTo("Failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--schedule TERM/20",
                "--signal TREM",
                "--signal KILL",
                "--grace soon",
                "--profile PostgresSQL",
                "--grace 5 --time 5",
                "--schedule TERM/5/KILL --signal INT",
                "--filter app=x",
                "-f none.yaml",
            })
    void withAWrongOptionNobodyIsSignalled(String options) {
        String polite = containers.ready("polite", POLITE);
        Called called = graceful(Stream.of(Stream.of("stop"), Stream.of(options.split(" ", -1)), Stream.of(polite))
                .flatMap(s -> s)
                .toArray(String[]::new));
        assertThat(called.code()).as(called.err()).isEqualTo(2);
        assertThat(Containers.isRunning(polite)).isTrue();
        assertThat(Containers.count(polite, "handler")).isZero();
    }

    @Test
    void withALadderThatDoesNotFitOneNobodyIsSignalled() throws IOException {
        String polite = containers.ready("polite", POLITE);
        String other = containers.ready("other", POLITE);
        Path policy =
                policy("late", "{docker: {names: [%s]}, escalation: [{at: 20s, signal: SIGINT}]}".formatted(other));
        Called called = graceful("stop", "-f", policy.toString(), "--grace", "5s", polite, other);
        assertThat(called.code()).as(called.err()).isEqualTo(2);
        assertThat(called.err()).contains(other, "escalation");
        assertThat(Containers.isRunning(polite)).isTrue();
    }

    @Test
    void twoPoliciesThatFitEquallyWellAreBothNamed() throws IOException {
        String polite = containers.ready("polite", POLITE, "--label", "app=shop");
        Path one = policy("one", "{docker: {labels: {app: shop}}}");
        Path two = policy("two", "{selector: {matchLabels: {app: shop}}}");
        Called called = graceful("stop", "-f", one.toString(), "-f", two.toString(), polite);
        assertThat(called.code()).isEqualTo(2);
        assertThat(called.err()).contains("one", "two", "spec.docker.names");
        assertThat(Containers.isRunning(polite)).isTrue();
    }

    @Test
    void aPolicyByNameWinsOverOneByLabelAndAnOverrideOverBoth() throws IOException {
        String polite =
                containers.ready("polite", DEAF, "--label", "app=shop", "--label", "com.docker.compose.service=web");
        Path label = policy("label", "{selector: {matchLabels: {app: shop}}, gracePeriod: 50s}");
        Path name = policy("name", """
                {docker: {names: [%s]}, gracePeriod: 40s, containers: [{name: web, gracePeriod: 1s}]}""".formatted(polite));
        Path idle = policy("idle", "{docker: {names: [none-such]}}");
        Called called = graceful(
                "stop", "-f", label.toString(), "-f", name.toString(), "-f", idle.toString(), polite, "-o", "json");
        assertThat(called.outcome(polite)).isEqualTo("Forced");
        assertThat(called.items().getFirst().at("/spec/policy").asText()).isEqualTo("name");
        assertThat(called.err()).contains("policy idle: selects none of these containers");
    }

    @Test
    void whoAsksForItHearsOfForce() {
        String deaf = containers.ready("deaf", DEAF);
        Called called = graceful("stop", "--fail-on-forced", "-t", "1", deaf);
        assertThat(called.code()).isEqualTo(3);
        assertThat(called.out()).contains("Forced", "137");
    }

    @Test
    void whatIsHeldBackIsToldAndFails() {
        String deaf = containers.ready("deaf", DEAF);
        Called called = graceful("stop", "--grace", "1s", "--on-deadline", "Hold", deaf, "-o", "json");
        assertThat(called.code()).isEqualTo(1);
        assertThat(called.outcome(deaf)).isEqualTo("Held");
        assertThat(called.status(deaf).path("phase").asText()).isEqualTo("Running");
        assertThat(Containers.isRunning(deaf)).isTrue();
    }

    @Test
    void hooksThatComposeAloneRunsAreTold() throws IOException {
        Path compose = Files.writeString(folder.resolve("compose.yaml"), "services: {web: {pre_stop: [{command: a}]}}");
        String web = containers.ready(
                "web",
                POLITE,
                "--label",
                "com.docker.compose.project=shop",
                "--label",
                "com.docker.compose.service=web",
                "--label",
                "com.docker.compose.project.config_files=" + compose);
        String told = "container " + web + ": pre_stop of service web in " + compose + " is not run by us";
        assertThat(graceful("diagnose", web).out()).contains(told);
        Called called = graceful("stop", web);
        assertThat(called.code()).isZero();
        assertThat(called.err()).contains(told);
    }

    @Test
    void jsonIsOneListOfShutdowns() {
        String polite = containers.ready("polite", POLITE);
        Called called = graceful("stop", polite, "-o", "json");
        assertThat(called.out()).startsWith("{").contains("\"kind\" : \"List\"");
        JsonNode item = called.items().getFirst();
        assertThat(item.path("kind").asText()).isEqualTo("Shutdown");
        assertThat(item.at("/spec/dockerContainer/id").asText()).hasSize(64);
        assertThat(item.at("/spec/cause").asText()).isEqualTo("Request");
        assertThat(item.at("/status/phase").asText()).isEqualTo("Finished");
        assertThat(item.at("/status/containers/0/exitCode").asInt(-1)).isZero();
        assertThat(item.at("/status/containers/0/steps/0/delivery").asText()).isEqualTo("Delivered");
    }

    @Test
    void aFilterStopsThoseWithTheLabelAlone() {
        String label = containers.name("app");
        String one = containers.ready("one", POLITE, "--label", label + "=x");
        String other = containers.ready("other", POLITE);
        assertThat(graceful("stop", "--filter", "label=" + label + "=x").code()).isZero();
        assertThat(Containers.isRunning(one)).isFalse();
        assertThat(Containers.isRunning(other)).isTrue();
    }

    @Test
    void aKillIsOneSignal() {
        String polite = containers.ready("polite", POLITE);
        assertThat(graceful("kill", "-s", "TERM", polite, "-o", "json").outcome(polite))
                .isEqualTo("Signalled");
        await().until(() -> !Containers.isRunning(polite));
        assertThat(Containers.count(polite, "handler")).isEqualTo(1);
        assertThat(graceful("kill", polite).code()).isZero();
        assertThat(graceful("kill", "-s", "HUP", polite).code()).isEqualTo(1);
    }

    @Test
    @Tag("slow")
    void fiftyAtOnceAndWhatHappensToThreeMeanwhileIsSaid() {
        int count = 50;
        String slow = "trap 'echo asked; sleep 20; exit 0' TERM; echo ready; while :; do sleep 0.2; done";
        List<String> names = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> containers.run("n" + i, slow, "--network", "none"))
                .toList();
        IntStream.range(0, count).forEach(i -> containers.says("n" + i, "ready"));
        StringWriter err = new StringWriter();
        CompletableFuture<Called> stopping = CompletableFuture.supplyAsync(() -> graceful(
                err,
                Stream.concat(Stream.of("stop", "--grace", "60s", "-o", "json"), names.stream())
                        .toArray(String[]::new)));
        String dies = names.get(3);
        String vanishes = names.get(4);
        String restarts = names.get(5);
        // Not before the engine has sent it, or it is the new run that is asked.
        IntStream.rangeClosed(3, 5).forEach(i -> containers.says("n" + i, "asked"));
        // First, for the engine is busy when all of them end.
        Containers.docker("restart", "-t", "0", restarts);
        Containers.docker("kill", dies);
        Containers.docker("rm", "-f", vanishes);

        Called called = stopping.join();

        assertThat(called.code()).as(called.err()).isEqualTo(1);
        assertThat(called.items()).hasSize(count);
        assertThat(called.status(restarts).at("/containers/0/reason").asText()).contains("runs again");
        assertThat(names.stream().filter(n -> called.outcome(n).equals("Graceful")))
                .as(called.out())
                .hasSizeGreaterThanOrEqualTo(count - 3);
    }
}
