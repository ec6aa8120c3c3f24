package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.testing.Certificates;
import dev.gracefulshutdown.testing.Docker;
import dev.gracefulshutdown.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spec.docker} on a real engine, by an operator with the rights that are shipped for it. */
@Tag("cluster")
@Tag("docker")
class DockerHostsClusterTest {
    static final String POLITE = "trap 'echo got TERM; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    static final String HUP_AND_INT = "trap 'echo got HUP' HUP; trap 'echo got INT; exit 4' INT; "
            + "trap 'echo got TERM' TERM; echo ready; while :; do sleep 0.05; done";

    @TempDir
    private static Path folder;

    private static Docker docker;
    private static Installation installation;
    private static Path hosts;
    private static Relay tls;
    private static Relay breakable;
    private static OperatorProcess operator;
    private static StatusLaws laws;
    private static Place place;
    private static Place stranger;

    @BeforeAll
    static void install() throws Exception {
        installation = Installation.create("docker");
        Rights rights = Rights.shipped(installation.client());
        installation.grant(installation.own(), rights.withDockerHosts("edge-1", "edge-2", "edge-3", "gone", "nobodys"));
        String other = installation.own() + "-x";
        installation.namespace(other);
        installation.grant(other, rights.watched());
        place = new Place(installation.client(), installation.watched());
        stranger = new Place(installation.client(), other);
        laws = StatusLaws.watching(installation.client(), installation.watched());
        docker = new Docker();
        Path socket = Relay.socket(DockerEndpoint.find(Optional.empty()).url());
        Certificates certificates = new Certificates(folder.resolve("certificates"))
                .sign("engine", "-ext", "san=ip:127.0.0.1")
                .sign("operator");
        tls = Relay.tls(certificates.server("engine"), socket);
        breakable = Relay.at(folder.resolve("breakable.sock"), socket);
        hosts = Files.writeString(folder.resolve("hosts.yaml"), hosts(socket, certificates.client("operator")));
        operator = start().awaitReady();
    }

    private static String hosts(Path socket, Path certificate) {
        return """
                hosts:
                  edge-1: {url: "unix://%2$s", allowedNamespaces: [%1$s]}
                  edge-2: {url: "%3$s", tls: %4$s, allowedNamespaces: [%1$s]}
                  edge-3: {url: "%5$s", allowedNamespaces: [%1$s]}
                  gone: {url: "tcp://127.0.0.1:9", allowedNamespaces: [%1$s]}
                  nobodys: {url: "tcp://127.0.0.1:10"}
                """.formatted(place.namespace(), socket, tls.address(), certificate, breakable.address());
    }

    private static OperatorProcess start() throws Exception {
        return OperatorProcess.start(
                installation,
                "--docker-hosts",
                hosts.toString(),
                "--namespaces",
                place.namespace() + "," + stranger.namespace());
    }

    @AfterAll
    static void theConditionsKeptTheirLaws() throws Exception {
        try (Installation it = installation) {
            operator.close();
            docker.close();
            tls.close();
            breakable.close();
            it.client().namespaces().withName(stranger.namespace()).delete();
            assertThat(laws.broken()).isEmpty();
            assertThat(laws.seen()).isGreaterThan(10);
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    private static void policy(String name, String host, String box, String more) {
        place.create(spec(name, host, box, more));
    }

    private static String spec(String name, String host, String box, String more) {
        return Place.policy(
                name,
                "{docker: {host: " + host + ", names: [" + box + "]}" + (more.isEmpty() ? "" : ", " + more) + "}");
    }

    private static List<Shutdown> records(String policy) {
        return place.client().resources(Shutdown.class).inNamespace(place.namespace()).list().getItems().stream()
                .filter(it -> policy.equals(it.getSpec().policy()))
                .toList();
    }

    private static Shutdown recorded(String policy) {
        Place.waiting("a record of " + policy)
                .until(() -> records(policy).stream()
                        .anyMatch(it -> it.getStatus() != null && it.getStatus().outcome() != null));
        return records(policy).getFirst();
    }

    @Test
    void whatIsStoppedStaysStoppedUntilItIsToRun() {
        String box = docker.start(POLITE, "--restart", "always");
        policy("stop", "edge-1", box, "state: Stopped");

        var stopped = place.awaitReady("stop", Reason.STOPPED);
        assertThat(docker.isRunning(box)).isFalse();
        assertThat(docker.exitCode(box)).isZero();
        assertThat(docker.restartPolicy(box)).isEqualTo("no");
        assertThat(stopped.getStatus().pods()).isEqualTo(new GracefulShutdownPolicyStatus.Pods(1, 0));
        assertThat(stopped.getStatus().workload())
                .extracting(GracefulShutdownPolicyStatus.Workload::restores)
                .isEqualTo("1 container");

        Shutdown record = recorded("stop");
        assertThat(record.getSpec().origin()).isEqualTo(ShutdownSpec.Origin.OBSERVED);
        assertThat(record.getSpec().cause()).isEqualTo(ShutdownSpec.Cause.STATE);
        assertThat(record.getSpec().dockerContainer())
                .isEqualTo(
                        new ShutdownSpec.DockerContainer("edge-1", box, Docker.run("inspect", "-f", "{{.Id}}", box)));
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        place.await(
                "stop",
                "it is counted",
                it -> it.getStatus().outcomes() != null
                        && Long.valueOf(1).equals(it.getStatus().outcomes().get("Graceful")));
        assertThat(place.events("stop", Reason.STOPPING)).isNotEmpty();

        Docker.run("start", box);
        docker.stopped(box);
        docker.says(box, "got TERM", 2);

        place.change("stop", "{state: Running}");
        docker.running(box);
        place.awaitReady("stop", Reason.AS_ASKED);
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
    }

    @Test
    void aNewNonceRestartsOnce() {
        String box = docker.start(POLITE, "--restart", "always");
        policy("again", "edge-1", box, "restartNonce: '1'");
        place.await(
                "again",
                "the nonce is noted",
                it -> it.getStatus() != null && "1".equals(it.getStatus().observedRestartNonce()));
        assertThat(docker.count(box, "got TERM")).isZero();

        place.change("again", "{restartNonce: '2'}");
        var done = place.awaitRestarted("again", "2");
        assertThat(Place.restart(done).orElseThrow().done()).isEqualTo(1);
        docker.says(box, "ready", 2);
        place.awaitReady("again", Reason.AS_ASKED);
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
        assertThat(recorded("again").getSpec().cause()).isEqualTo(ShutdownSpec.Cause.RESTART);
    }

    @Test
    void byTcpWithTlsAllTheSame() {
        String box = docker.start(POLITE, "--restart", "unless-stopped");
        policy("encrypted", "edge-2", box, "state: Stopped");

        place.awaitReady("encrypted", Reason.STOPPED);
        assertThat(docker.exitCode(box)).isZero();
    }

    @Test
    void anotherNamespaceIsRefusedAndNothingIsTouched() {
        String box = docker.start(POLITE, "--restart", "always");
        stranger.create(spec("stranger", "edge-1", box, "state: Stopped"));

        assertThat(stranger.awaitStalled("stranger", Reason.NAMESPACE_NOT_ALLOWED))
                .contains("spec.docker.host", "edge-1", stranger.namespace(), "allowedNamespaces", "docker.hosts");
        stranger.await("stranger", ConditionType.ACCEPTED, "False", Reason.NAMESPACE_NOT_ALLOWED);
        // What came later was looked at.
        String later = docker.start(POLITE);
        policy("later", "edge-1", later, "state: Stopped");
        place.awaitReady("later", Reason.STOPPED);
        assertThat(docker.isRunning(box)).isTrue();
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
        assertThat(docker.count(box, "got TERM")).isZero();
    }

    @Test
    void aHostThatThereIsNotIsRefused() {
        policy("nowhere", "edge-9", "a", "state: Stopped");
        assertThat(place.awaitStalled("nowhere", Reason.HOST_UNKNOWN))
                .contains("spec.docker.host", "edge-9", "edge-1, edge-2, edge-3, gone", "--docker-hosts")
                .doesNotContain("nobodys");
        place.create(Place.policy("which", "{docker: {names: [a]}, state: Stopped}"));
        assertThat(place.awaitStalled("which", Reason.HOST_UNKNOWN)).contains("spec.docker.host", "is missing");
    }

    @Test
    void ofTwoPoliciesOnOneContainerTheOlderHolds() {
        String box = docker.start(POLITE);
        policy("a-older", "edge-1", box, "state: Running");
        place.awaitReady("a-older", Reason.AS_ASKED);
        policy("b-newer", "edge-1", box, "state: Stopped");

        assertThat(place.awaitStalled("b-newer", Reason.CONFLICTED)).contains(box, "a-older", "spec.docker");
        assertThat(docker.isRunning(box)).isTrue();

        place.policies("a-older").delete();
        place.awaitReady("b-newer", Reason.STOPPED);
    }

    @Test
    void settingsThatMakeNoLadderAreRefusedBeforeThereIsNeedOfOne() {
        String box = docker.start(POLITE);
        policy("wrong", "edge-1", box, "profile: Postgress");
        assertThat(place.awaitStalled("wrong", Reason.INVALID)).contains("spec.profile", "Postgress");
        place.policies("wrong").delete();
        // The container's own grace period is 10 s.
        policy("late", "edge-1", box, "escalation: [{at: 30s, signal: SIGINT}], state: Stopped");
        assertThat(place.awaitStalled("late", Reason.INVALID)).contains("escalation");
        assertThat(docker.isRunning(box)).isTrue();
    }

    @Test
    void aContainerThatIsNotThereIsWaitedFor() {
        policy("missing", "edge-1", "there-is-none", "state: Stopped");
        place.await("missing", ConditionType.RECONCILING, "True", Reason.TARGET_NOT_FOUND);
    }

    @Test
    void aStopOfSomebodyElseIsJoined() {
        String box = docker.start(HUP_AND_INT);
        policy("passive", "edge-1", box, "gracePeriod: 20s, escalation: [{at: 1s, signal: SIGINT}]");
        place.awaitReady("passive", Reason.AS_ASKED);

        Docker.run("stop", "-t", "20", box);
        assertThat(docker.exitCode(box)).isEqualTo(4);
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(recorded("passive").getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(recorded("passive").getSpec().cause()).isEqualTo(ShutdownSpec.Cause.ENGINE_STOP);
    }

    @Test
    void aHostThatWasNeverThereIsTold() {
        policy("gone", "gone", "a", "state: Stopped");
        place.await("gone", ConditionType.RECONCILING, "True", Reason.HOST_UNREACHABLE);
    }

    @Test
    void aHostThatIsAwayIsToldAndTheOthersGoOn() {
        String box = docker.start(POLITE);
        policy("away", "edge-3", box, "");
        place.awaitReady("away", Reason.AS_ASKED);
        breakable.cut();
        place.change("away", "{state: Stopped}");

        var away = place.await("away", ConditionType.RECONCILING, "True", Reason.HOST_UNREACHABLE);
        assertThat(Place.condition(away, ConditionType.RECONCILING)
                        .orElseThrow()
                        .getMessage())
                .contains("edge-3", "breakable.sock", "tried again");
        place.await("away", ConditionType.ACCEPTED, "True", Reason.ACCEPTED);
        assertThat(operator.answer("/readyz")).isEqualTo(200);
        String other = docker.start(POLITE);
        policy("here", "edge-1", other, "state: Stopped");
        place.awaitReady("here", Reason.STOPPED);
        assertThat(docker.isRunning(box)).isTrue();

        breakable.mend();
        place.awaitReady("away", Reason.STOPPED);
    }

    @Test
    void aSuccessorSendsNothingTwiceAndGivesTheRestartPolicyBack() throws Exception {
        String kept = docker.start(POLITE, "--restart", "always");
        policy("kept", "edge-1", kept, "state: Stopped");
        place.awaitReady("kept", Reason.STOPPED);
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        policy(
                "crash",
                "edge-1",
                box,
                "stopSignal: SIGHUP, gracePeriod: 60s, escalation: [{at: 35s, signal: SIGINT}], restartNonce: '1'");
        place.await(
                "crash",
                "the nonce is noted",
                it -> it.getStatus() != null && "1".equals(it.getStatus().observedRestartNonce()));
        recorded("kept");
        place.await("kept", "it is counted", it -> it.getStatus().outcomes() != null);
        String version = place.policies("kept").get().getMetadata().getResourceVersion();

        place.change("crash", "{restartNonce: '2'}");
        docker.says(box, "got HUP", 1);
        assertThat(docker.restartPolicy(box)).isEqualTo("no");
        operator.kill();
        operator = start().awaitReady();

        place.awaitRestarted("crash", "2");
        docker.says(box, "ready", 2);
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
        assertThat(docker.count(box, "got TERM")).isZero();
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
        assertThat(recorded("crash").getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(place.policies("kept").get().getMetadata().getResourceVersion())
                .as("an unchanged world is not written again")
                .isEqualTo(version);
        assertThat(docker.isRunning(kept)).isFalse();
    }
}
