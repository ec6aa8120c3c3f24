package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec.restartNonce} on a real cluster: each pod once, within the limits, and nobody whom nobody asked for. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
class RestartClusterTest {
    private static Installation installation;
    private static OperatorProcess operator;
    private static StatusLaws laws;
    private static Place place;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create("restart");
        place = new Place(installation.client(), installation.watched());
        laws = StatusLaws.watching(installation.client(), installation.watched());
        operator = OperatorProcess.start(installation).awaitReady();
    }

    @AfterAll
    static void theConditionsKeptTheirLaws() throws Exception {
        try (Installation it = installation) {
            operator.close();
            assertThat(laws.broken()).isEmpty();
            assertThat(laws.seen()).isGreaterThan(20);
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aDeploymentIsRestartedWithinItsDisruptionBudgetEachPodOnce() {
        String name = "budget";
        place.create("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: " + name
                + "}, spec: {minAvailable: 5, selector: {matchLabels: {app: " + name + "}}}}");
        place.create(Place.replicated("Deployment", name, 6));
        Set<String> old = uids(place.awaitReadyPods(name, 6));
        policy("Deployment", name, "rollout: {maxUnavailable: 2}");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.change(name, "{restartNonce: '1'}");
            GracefulShutdownPolicy policy = place.awaitRestarted(name, "1");

            assertThat(Place.restart(policy).orElseThrow().done()).isEqualTo(6);
            assertThat(pods.ended()).isEqualTo(old);
            assertThat(pods.seen()).hasSize(12);
            assertThat(pods.fewest()).isEqualTo(5);
        }
        assertThat(place.events(name, Reason.RESTARTED)).hasSize(1);
    }

    @Test
    void withoutABudgetAsManyAreAwayAsThePolicyAllows() {
        String name = "two-away";
        place.create(Place.replicated("Deployment", name, 4));
        Set<String> old = uids(place.awaitReadyPods(name, 4));
        policy("Deployment", name, "rollout: {maxUnavailable: 2}, state: Running");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.change(name, "{restartNonce: '1'}");
            place.awaitRestarted(name, "1");

            assertThat(pods.ended()).isEqualTo(old);
            assertThat(pods.fewest()).isEqualTo(2);
        }
    }

    @Test
    void aStatefulSetIsRestartedFromTheHighestOrdinalDown() {
        String name = "ordinals";
        place.create(Place.replicated("StatefulSet", name, 3));
        place.awaitReadyPods(name, 3);
        policy("StatefulSet", name, "");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.change(name, "{restartNonce: '1'}");
            place.awaitRestarted(name, "1");

            assertThat(pods.order()).containsExactly(name + "-2", name + "-1", name + "-0");
            assertThat(pods.fewest()).isEqualTo(2);
        }
    }

    @Test
    void aDaemonSetIsRestarted() {
        String name = "daemon";
        place.create("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: " + name
                + "}, spec: {selector: {matchLabels: {app: " + name + "}}, template: " + Place.template(name) + "}}");
        Place.waiting("its pods")
                .until(() ->
                        !place.pods(name).isEmpty() && place.pods(name).stream().allMatch(Place::isAvailable));
        Set<String> old = uids(place.pods(name));
        policy("DaemonSet", name, "");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.change(name, "{restartNonce: '1'}");
            place.awaitRestarted(name, "1");
            assertThat(pods.ended()).isEqualTo(old);
        }
    }

    @ParameterizedTest
    @CsvSource({"Deployment, Running", "StatefulSet, "})
    void aWorkloadThatNeverBecameReadyIsRestartedOnceItsFaultIsMended(String kind, String state) {
        String name = "broken-" + kind.toLowerCase(java.util.Locale.ROOT);
        String settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {WELL: 'no'}}";
        String unready = Place.CONTAINER.replace(
                "{name: main,",
                "{name: main, envFrom: [{configMapRef: {name: " + name
                        + "}}], readinessProbe: {periodSeconds: 1, exec: {command: [sh, -c, 'test $WELL = yes']}},");
        place.create(settings);
        place.create(Place.replicated(kind, name, 2).replace(Place.CONTAINER, unready));
        Place.waiting("a pod runs").until(() -> place.pods(name).stream().anyMatch(Place::isRunning));
        policy(kind, name, state == null ? "" : "state: " + state);
        Set<String> old = uids(place.pods(name));

        place.apply(settings.replace("'no'", "'yes'"), "kubectl");
        place.change(name, "{restartNonce: '1'}");
        place.awaitRestarted(name, "1");
        assertThat(uids(place.awaitReadyPods(name, 2))).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aRestartThatBreaksItGoesNoFurther() {
        String name = "breaking";
        String settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {WELL: 'yes'}}";
        String probed = Place.CONTAINER.replace(
                "{name: main,",
                "{name: main, envFrom: [{configMapRef: {name: " + name
                        + "}}], readinessProbe: {periodSeconds: 1, exec: {command: [sh, -c, 'test $WELL = yes']}},");
        place.create(settings);
        place.create(Place.replicated("Deployment", name, 3).replace(Place.CONTAINER, probed));
        place.awaitReadyPods(name, 3);
        policy("Deployment", name, "");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.apply(settings.replace("'yes'", "'no'"), "kubectl");
            place.change(name, "{restartNonce: '1'}");
            Place.waiting("the new pod runs")
                    .until(() -> pods.ended().size() == 1
                            && place.pods(name).stream()
                                            .filter(Place::isRunning)
                                            .count()
                                    == 3);
            place.change(name, "{gracePeriod: 3s}");
            place.await(name, ConditionType.RECONCILING, "True", Reason.RESTARTING);

            assertThat(pods.ended()).hasSize(1);
            assertThat(pods.fewest()).isEqualTo(2);
        }
    }

    @Test
    void whatIsThereFromTheBeginningAsksForNothing() throws Exception {
        String name = "noted";
        place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        String yaml = Place.policy("apps/v1", "Deployment", name, "restartNonce: '7'");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.apply(yaml, "helm");
            awaitNoted(name, "7");
            // An upgrade applies the same again.
            place.apply(yaml, "helm");
            place.change(name, "{gracePeriod: 3s}");
            place.await(name, ConditionType.READY, "True", Reason.AS_ASKED);
            // A policy that is deleted and created anew has forgotten its nonce, not its manners.
            place.policies(name).delete();
            place.create(yaml.replace("'7'", "'8'"));
            awaitNoted(name, "8");
            // Proof that it could have: a new nonce does.
            assertThat(pods.ended()).isEmpty();
            place.change(name, "{restartNonce: '9'}");
            place.awaitRestarted(name, "9");
            assertThat(pods.ended()).hasSize(1);
        }
    }

    @Test
    void aNonceThatChangesInTheMiddleBeginsAnew() {
        String name = "twice";
        place.create(Place.replicated("Deployment", name, 3));
        Set<String> old = uids(place.awaitReadyPods(name, 3));
        policy("Deployment", name, "");
        try (PodHistory pods = new PodHistory(place.client(), place.namespace(), name)) {
            place.change(name, "{restartNonce: '1'}");
            Place.waiting("the first is gone").until(() -> !pods.ended().isEmpty());
            place.change(name, "{restartNonce: '2'}");
            place.awaitRestarted(name, "2");

            assertThat(pods.ended()).containsAll(old);
            // The last one's object may not be gone yet.
            Set<String> staying =
                    uids(place.pods(name).stream().filter(Place::isAvailable).toList());
            assertThat(staying).hasSize(3).doesNotContainAnyElementsOf(old);
            assertThat(place.policies(name).get().getStatus().observedRestartNonce())
                    .isEqualTo("2");
        }
    }

    @Test
    void aStoppedWorkloadHasNothingToRestart() {
        String name = "stopped";
        place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        policy("Deployment", name, "state: Stopped");
        awaitNoted(name, "");
        place.change(name, "{restartNonce: '1'}");
        place.awaitRestarted(name, "1");
        assertThat(place.pods(name)).filteredOn(Place::isRunning).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Job", "CronJob"})
    void whatWouldBeDoneTwiceIsNotRestarted(String kind) {
        String name = "never-" + kind.toLowerCase(java.util.Locale.ROOT);
        String job = "{template: " + Place.template(name).replace("spec: {", "spec: {restartPolicy: Never, ") + "}";
        place.create("{apiVersion: batch/v1, kind: " + kind + ", metadata: {name: " + name + "}, spec: "
                + (kind.equals("Job") ? job : "{schedule: '0 0 1 1 *', jobTemplate: {spec: " + job + "}}") + "}");
        place.create(Place.policy("batch/v1", kind, name, ""));
        awaitNoted(name, "");
        place.change(name, "{restartNonce: '1'}");
        assertThat(place.awaitStalled(name, Reason.NOT_POSSIBLE)).contains("spec.restartNonce", kind);
    }

    private static void policy(String kind, String name, String spec) {
        place.create(Place.policy("apps/v1", kind, name, spec));
        if (!spec.contains("state: Stopped")) {
            place.await(
                    name,
                    "noted",
                    it -> it.getStatus() != null && it.getStatus().observedRestartNonce() != null);
        }
    }

    private static void awaitNoted(String policy, String nonce) {
        place.await(
                policy,
                "nonce " + nonce + " is noted",
                it -> it.getStatus() != null && nonce.equals(it.getStatus().observedRestartNonce()));
    }

    private static Set<String> uids(List<Pod> pods) {
        return pods.stream().map(RestartClusterTest::uid).collect(Collectors.toSet());
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
