package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionLaws;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.testing.Docker;
import dev.gracefulshutdown.testing.Relay;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shutdowns of containers on a real engine, by an operator with the rights that are shipped for it. */
@Tag("cluster")
@Tag("docker")
@NullUnmarked
class DockerRequestsClusterTest {
    private static final String POLITE = DockerHostsClusterTest.POLITE;
    private static final String HUP_AND_INT = DockerHostsClusterTest.HUP_AND_INT;
    private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    @TempDir
    private static Path folder;

    private static Docker docker;
    private static Installation installation;
    private static Path hosts;
    private static OperatorProcess operator;
    private static Place place;
    private static Requests requests;
    private static Requests stranger;

    @BeforeAll
    static void install() throws Exception {
        installation = Installation.create("docker-requests");
        Rights rights = Rights.shipped(installation.client());
        installation.grant(installation.own(), rights.withDockerHosts("edge-1", "gone"));
        String other = installation.own() + "-x";
        installation.namespace(other);
        installation.grant(other, rights.watched());
        place = new Place(installation.client(), installation.watched());
        requests = new Requests(place);
        stranger = new Requests(new Place(installation.client(), other));
        docker = new Docker();
        Path socket = Relay.socket(DockerEndpoint.find(Optional.empty()).url());
        hosts = Files.writeString(folder.resolve("hosts.yaml"), """
                hosts:
                  edge-1: {url: "unix://%2$s", allowedNamespaces: [%1$s]}
                  gone: {url: "tcp://127.0.0.1:9", allowedNamespaces: [%1$s]}
                """.formatted(place.namespace(), socket));
        operator = start().awaitReady();
    }

    private static OperatorProcess start() throws Exception {
        return OperatorProcess.start(
                installation,
                "--docker-hosts",
                hosts.toString(),
                "--namespaces",
                place.namespace() + "," + stranger.place().namespace());
    }

    @AfterAll
    static void uninstall() throws Exception {
        try (Installation it = installation) {
            operator.close();
            docker.close();
            it.client().namespaces().withName(stranger.place().namespace()).delete();
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    private static void ask(String name, String box, String more) {
        requests.ask(
                name,
                "{dockerContainer: {host: edge-1, name: " + box + "}" + (more.isEmpty() ? "" : ", " + more) + "}");
    }

    private static Shutdown finished(String name) {
        Shutdown over = requests.finished(name);
        assertThat(ConditionLaws.broken(over.getStatus().conditions())).isEmpty();
        return over;
    }

    private static ContainerRecord container(Shutdown shutdown) {
        return shutdown.getStatus().containers().getFirst();
    }

    private static List<String> signals(Shutdown shutdown) {
        return container(shutdown).steps().stream()
                .map(StepEntry::signal)
                .map(Object::toString)
                .toList();
    }

    private static String ready(Shutdown shutdown) {
        return Requests.condition(shutdown, ConditionType.READY).getMessage();
    }

    private static void assertUntouched(String box) {
        assertThat(docker.isRunning(box)).isTrue();
        assertThat(docker.count(box, "got TERM")).isZero();
    }

    @Test
    void aContainerIsStoppedAsByDockerStopAndEachStepIsTold() {
        String box = docker.start(POLITE, "--restart", "always");
        ask("stop", box, "");

        Shutdown over = finished("stop");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(signals(over)).containsExactly("SIGTERM");
        assertThat(container(over).name()).isEqualTo(box);
        assertThat(container(over).exitCode()).isZero();
        assertThat(over.getStatus().startedAt()).isNotNull();
        assertThat(over.getStatus().took()).isNotNull();
        assertThat(ready(over)).startsWith("Graceful after").contains(box);
        assertThat(docker.isRunning(box)).isFalse();
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
        assertThat(place.client()
                        .resources(Shutdown.class)
                        .inNamespace(place.namespace())
                        .list()
                        .getItems())
                .as("the request is its own record")
                .filteredOn(it -> it.getSpec().dockerContainer() != null
                        && box.equals(it.getSpec().dockerContainer().name()))
                .hasSize(1);
    }

    @Test
    void thePolicyThatHoldsForTheContainerSaysHow() {
        String box = docker.start(HUP_AND_INT);
        place.create(Place.policy(
                "holds",
                "{docker: {host: edge-1, names: [" + box
                        + "]}, stopSignal: SIGHUP, gracePeriod: 20s, escalation: [{at: 1s, signal: SIGINT}]}"));
        place.awaitReady("holds", Reason.AS_ASKED);
        ask("by-policy", box, "");

        Shutdown over = finished("by-policy");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(signals(over)).containsExactly("SIGHUP", "SIGINT");
        assertThat(container(over).exitCode()).isEqualTo(4);
        assertThat(over.getStatus().policy().name()).isEqualTo("holds");
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        assertThat(docker.count(box, "got TERM")).isZero();
        place.await(
                "holds",
                "it is counted",
                it -> it.getStatus().outcomes() != null
                        && Long.valueOf(1).equals(it.getStatus().outcomes().get("Escalated")));
    }

    @Test
    void aPolicyThatIsNamedHoldsWhateverItsContainersAre() {
        String box = docker.start(HUP_AND_INT);
        place.create(Place.policy("named", "{docker: {host: edge-1, names: [none]}, stopSignal: SIGINT}"));
        ask("by-name", box, "policy: named");

        Shutdown over = finished("by-name");
        assertThat(signals(over)).containsExactly("SIGINT");
        assertThat(over.getStatus().policy().name()).isEqualTo("named");
    }

    @Test
    void aSingleSignalIsSentOnceAndTheContainerStays() {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("reload", box, "plan: {strategy: Kill, killSignal: SIGHUP}");

        Shutdown over = finished("reload");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.SIGNALLED);
        docker.says(box, "got HUP", 1);
        assertThat(docker.isRunning(box)).isTrue();
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
    }

    @Test
    void aHoldIsSaidAndAReleaseEndsIt() {
        String box = docker.start(DEAF);
        ask("hold", box, "plan: {gracePeriod: 1s, onDeadline: Hold}");

        Shutdown held = requests.await("hold", "held", it -> Requests.is(it, ConditionType.NOT_HELD, "False"));
        assertThat(held.getStatus().phase()).isEqualTo(Phase.RUNNING);
        assertThat(held.getStatus().outcome()).isEqualTo(Outcome.HELD);
        assertThat(held.getStatus().deadline()).isNull();
        assertThat(Requests.condition(held, ConditionType.NOT_HELD).getMessage())
                .contains(box, "kubectl patch -n " + place.namespace() + " shutdown hold");
        assertThat(docker.isRunning(box)).isTrue();

        requests.get("hold").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"release\":true}}");
        Shutdown over = finished("hold");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.FORCED);
        assertThat(container(over).exitCode()).isEqualTo(137);
        assertThat(Requests.condition(over, ConditionType.NOT_HELD).getStatus()).isEqualTo("True");
    }

    @Test
    void oneThatIsTakenAwayEndsItsLadder() {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("withdrawn", box, "plan: {stopSignal: SIGHUP, gracePeriod: 60s, escalation: [{at: 8s, signal: SIGINT}]}");
        docker.says(box, "got HUP", 1);
        requests.get("withdrawn").delete();

        Place.waiting("nothing more is sent").until(() -> operator.log().contains("withdrawn"));
        Place.waiting("its restart policy is back")
                .until(() -> docker.restartPolicy(box).equals("always"));
        // The next one could not begin while the first one's ladder ran.
        ask("after", box, "plan: {strategy: Kill, killSignal: SIGHUP}");
        assertThat(finished("after").getStatus().outcome()).isEqualTo(Outcome.SIGNALLED);
        assertThat(docker.count(box, "got INT")).isZero();
        assertThat(docker.isRunning(box)).isTrue();
    }

    @Test
    void oneAtATimeIsCarriedOutOnAContainer() {
        String box = docker.start(HUP_AND_INT);
        ask("first", box, "plan: {stopSignal: SIGHUP, gracePeriod: 60s, escalation: [{at: 6s, signal: SIGINT}]}");
        docker.says(box, "got HUP", 1);
        ask("second", box, "plan: {stopSignal: SIGTERM}");

        Shutdown waiting = requests.await(
                "second",
                "waits for its turn",
                it -> it.getStatus() != null
                        && Requests.condition(it, ConditionType.RECONCILING)
                                .getReason()
                                .equals(Reason.WAITING_FOR_ITS_TURN.text()));
        assertThat(waiting.getStatus().phase()).isEqualTo(Phase.PENDING);
        assertThat(finished("first").getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(finished("second").getStatus().outcome()).isEqualTo(Outcome.ALREADY_GONE);
        assertThat(docker.count(box, "got TERM")).isZero();
    }

    @Test
    void aSuccessorGoesOnAndSendsNothingTwice() throws Exception {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("crash", box, "plan: {stopSignal: SIGHUP, gracePeriod: 60s, escalation: [{at: 25s, signal: SIGINT}]}");
        docker.says(box, "got HUP", 1);
        operator.kill();
        operator = start().awaitReady();

        Shutdown over = finished("crash");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(signals(over)).containsExactly("SIGHUP", "SIGINT");
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
        assertThat(docker.count(box, "got TERM")).isZero();
        assertThat(docker.restartPolicy(box)).isEqualTo("always");
        Place.waiting("nothing is kept of it")
                .until(() -> place.client()
                        .configMaps()
                        .inNamespace(installation.own())
                        .withName("graceful-docker-edge-1")
                        .get()
                        .getData()
                        .getOrDefault("requests.json", "")
                        .isEmpty());
    }

    @Test
    void anOrderlyEndOfTheOperatorEndsNoLadder() throws Exception {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("rollout", box, "plan: {stopSignal: SIGHUP, gracePeriod: 60s, escalation: [{at: 20s, signal: SIGINT}]}");
        docker.says(box, "got HUP", 1);
        operator.close();
        assertThat(operator.log()).doesNotContain("withdrawn: nothing more is sent");
        operator = start().awaitReady();

        Shutdown over = finished("rollout");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.ESCALATED);
        assertThat(docker.count(box, "got HUP")).isEqualTo(1);
        assertThat(docker.count(box, "got INT")).isEqualTo(1);
    }

    @Test
    void whatEndsWhileNobodyLooksIsTold() throws Exception {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("unwatched", box, "plan: {stopSignal: SIGHUP, gracePeriod: 90s}");
        docker.says(box, "got HUP", 1);
        operator.kill();
        Docker.run("kill", "-s", "INT", box);
        docker.stopped(box);
        operator = start().awaitReady();

        Shutdown over = finished("unwatched");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(container(over).exitCode()).isEqualTo(4);
        assertThat(signals(over)).containsExactly("SIGHUP");
    }

    @Test
    void whatIsTakenAwayWhileNobodyLooksGoesOnNoMore() throws Exception {
        String box = docker.start(HUP_AND_INT, "--restart", "always");
        ask("unwanted", box, "plan: {stopSignal: SIGHUP, gracePeriod: 90s, escalation: [{at: 4s, signal: SIGINT}]}");
        docker.says(box, "got HUP", 1);
        operator.kill();
        requests.get("unwanted").delete();
        operator = start().awaitReady();

        Place.waiting("its restart policy is back")
                .until(() -> docker.restartPolicy(box).equals("always"));
        ask("after-unwanted", box, "plan: {strategy: Kill, killSignal: SIGHUP}");
        assertThat(finished("after-unwanted").getStatus().outcome()).isEqualTo(Outcome.SIGNALLED);
        assertThat(docker.count(box, "got INT")).isZero();
    }

    @Test
    void whatIsNotThereIsAlreadyGone() {
        ask("nobody", "there-is-none", "");
        assertThat(finished("nobody").getStatus().outcome()).isEqualTo(Outcome.ALREADY_GONE);

        String box = docker.start(POLITE);
        requests.ask("other-id", "{dockerContainer: {host: edge-1, name: " + box + ", id: '0123456789ab'}}");
        assertThat(ready(finished("other-id"))).contains(box, "0123456789ab", "edge-1");
        // Not a name: the beginning of an id.
        ask("short-id", Docker.run("inspect", "-f", "{{.Id}}", box).substring(0, 12), "");
        assertThat(finished("short-id").getStatus().outcome()).isEqualTo(Outcome.ALREADY_GONE);
        assertUntouched(box);
    }

    @Test
    void whatCanNotBeCarriedOutIsRefusedAndNothingIsTouched() {
        String box = docker.start(POLITE);
        place.create(Place.policy("for-pods", "{selector: {matchLabels: {app: a}}}"));

        refused("no-host", "{dockerContainer: {host: edge-9, name: " + box + "}}", Reason.HOST_UNKNOWN, "edge-9");
        refused("which-host", "{dockerContainer: {name: " + box + "}}", Reason.HOST_UNKNOWN, "host: is missing");
        refused("no-policy", on(box, "policy: there-is-none"), Reason.INVALID, "spec.policy");
        refused("pods-policy", on(box, "policy: for-pods"), Reason.INVALID, "is for pods");
        refused("no-profile", on(box, "plan: {profile: Postgress}"), Reason.INVALID, "spec.plan.profile");
        refused(
                "too-late",
                on(box, "plan: {escalation: [{at: 30s, signal: SIGINT}]}"),
                Reason.INVALID,
                "spec.plan.escalation");
        assertUntouched(box);
    }

    private static String on(String box, String more) {
        return "{dockerContainer: {host: edge-1, name: " + box + "}, " + more + "}";
    }

    private static void refused(String name, String spec, Reason reason, String message) {
        requests.ask(name, spec);
        Shutdown over = finished(name);
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Requests.condition(over, ConditionType.ACCEPTED))
                .satisfies(it -> assertThat(it.getStatus()).isEqualTo("False"))
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(reason.text()))
                .satisfies(it -> assertThat(it.getMessage()).contains(message));
    }

    @Test
    void aNamespaceThatTheHostIsNotForIsRefused() {
        String box = docker.start(POLITE);
        stranger.ask("stranger", "{dockerContainer: {host: edge-1, name: " + box + "}}");
        Shutdown over = stranger.finished("stranger");
        assertThat(Requests.condition(over, ConditionType.ACCEPTED).getReason())
                .isEqualTo(Reason.NAMESPACE_NOT_ALLOWED.text());
        assertUntouched(box);
    }

    @Test
    void aDryRunTellsWhatItWouldDo() {
        String box = docker.start(POLITE);
        place.create(
                Place.policy("dry", "{docker: {host: edge-1, names: [" + box + "]}, gracePeriod: 7s, mode: DryRun}"));
        place.await("dry", ConditionType.READY, "True", Reason.AS_ASKED);
        ask("dry", box, "");

        Shutdown over = finished("dry");
        assertThat(over.getStatus().dryRun()).isTrue();
        assertThat(over.getStatus().outcome()).isNull();
        assertThat(ready(over)).contains("would stop container " + box + " with a grace period of 7s");
        assertUntouched(box);
    }

    @Test
    void aHostThatIsAwayIsWaitedForNotForEver() {
        requests.ask("away", "{dockerContainer: {host: gone, name: a}}");
        requests.await(
                "away",
                "said",
                it -> it.getStatus() != null
                        && Requests.condition(it, ConditionType.RECONCILING)
                                .getReason()
                                .equals(Reason.HOST_UNREACHABLE.text()));
        Shutdown over = finished("away");
        assertThat(Requests.condition(over, ConditionType.STALLED))
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(Reason.HOST_UNREACHABLE.text()))
                .satisfies(it -> assertThat(it.getMessage()).contains("gone", "given up after 30 s"));
        Awaitility.await().until(() -> operator.answer("/readyz") == 200);
    }
}
