package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.delivery.Program;
import dev.gracefulshutdown.ladder.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deletions, as users see them: the kubelet asks the agent, and the record says what happened. */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@ExtendWith(WithAgents.class)
class HandOverClusterTest {
    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @BeforeAll
    static void aNamespace(Agents agents) {
        scene = Scene.in(agents);
    }

    @AfterAll
    static void remove() {
        scene.close();
    }

    @Test
    void whoHearsIsAskedOnceAndTheRecordTellsIt() {
        scene.policy("polite", "gracePeriod: 14s");
        scene.pod("polite", "polite", Scene.POLITE);

        scene.end("polite");

        assertThat(scene.notes("polite")).containsExactly("TERM");
        Shutdown record = scene.record("polite");
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(record.getStatus().handOver()).isTrue();
        assertThat(record.getSpec().cause()).isEqualTo(Cause.DELETION);
        assertThat(Scene.steps(record)).containsExactly("SIGTERM by AGENT: DELIVERED");
        assertThat(Scene.container(record).exitCode()).isZero();
    }

    @Test
    void aChildBehindADeafShellHearsAndTheShellIsNotWaitedFor() {
        scene.policy("wrapped", "gracePeriod: 14s");
        scene.pod("wrapped", "wrapped", Scene.WRAPPED);

        scene.end("wrapped");

        assertThat(scene.notes("wrapped")).containsExactly("TERM", "after");
        assertThat(Scene.steps(scene.record("wrapped"))).containsExactly("SIGTERM by AGENT: DELIVERED");
    }

    @Test
    void whereNobodyHearsNobodyIsWaitedFor() {
        scene.policy("deaf", "gracePeriod: 14s, onUndeliverable: Skip");
        scene.pod("deaf", "deaf", Scene.DEAF);
        // Only who was deaf for long after its start is passed over.
        org.awaitility.Awaitility.await()
                .pollDelay(java.time.Duration.ofSeconds(11))
                .atMost(Agents.LONGEST)
                .until(() -> true);

        scene.end("deaf");

        Shutdown record = scene.record("deaf");
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.FORCED);
        assertThat(Scene.steps(record))
                .containsExactly("SIGTERM by AGENT: UNDELIVERABLE", "SIGKILL by AGENT: DELIVERED");
        assertThat(record.getStatus().took()).isLessThan(java.time.Duration.ofSeconds(14));
    }

    @Test
    void aPolicysSignalIsTheOnlyOne() {
        scene.policy("quits", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod("quits", "quits", Scene.QUITS);

        scene.end("quits");

        assertThat(scene.notes("quits")).containsExactly("QUIT");
        assertThat(Scene.steps(scene.record("quits"))).containsExactly("SIGQUIT by AGENT: DELIVERED");
    }

    /** The kubelet gives a second then (eviction_manager.go, immediateEvictionGracePeriodSeconds). */
    @Test
    void whoTakesTooMuchOfTheNodesDiskIsAskedOnceBeforeTheKubeletEndsIt() {
        scene.policy("hog", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod("hog", "hog", Scene.QUITS, ", resources: {limits: {ephemeral-storage: 1Mi}}", "");

        scene.kubectl("exec", "hog", "--", "dd", "if=/dev/zero", "of=/filled", "bs=1M", "count=4")
                .text();

        Shutdown record = scene.record("hog");
        assertThat(scene.notes("hog")).containsExactly("QUIT");
        assertThat(Scene.steps(record)).containsExactly("SIGQUIT by AGENT: DELIVERED");
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(record.getSpec().cause()).isEqualTo(Cause.NODE_PRESSURE);
    }

    @Test
    void theLadderIsClimbedToItsEnd() {
        scene.policy("stubborn", "gracePeriod: 4s, escalation: [{at: 2s, signal: SIGINT}]");
        scene.pod("stubborn", "stubborn", Scene.STUBBORN);

        scene.end("stubborn");

        assertThat(scene.notes("stubborn")).containsExactly("TERM", "INT");
        assertThat(Scene.steps(scene.record("stubborn")))
                .containsExactly(
                        "SIGTERM by AGENT: DELIVERED", "SIGINT by AGENT: DELIVERED", "SIGKILL by AGENT: DELIVERED");
    }

    @Test
    void aHoldLastsUntilItIsReleased() {
        scene.policy("held", "gracePeriod: 2s, onDeadline: Hold");
        scene.pod("held", "held", Scene.STUBBORN);

        scene.delete("held");
        await("it is held")
                .atMost(Agents.LONGEST)
                .until(() -> scene.records("held").stream()
                        .anyMatch(it -> it.getStatus() != null && it.getStatus().outcome() == Outcome.HELD));
        scene.kubectl(
                        "patch",
                        "sd/" + scene.records("held").getFirst().getMetadata().getName(),
                        "--type=merge",
                        "-p",
                        "{\"spec\": {\"release\": true}}")
                .text();
        scene.awaitGone("held");

        Shutdown record = scene.record("held");
        assertThat(record.getStatus().handOver()).isTrue();
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.FORCED);
        assertThat(Scene.steps(record)).containsExactly("SIGTERM by AGENT: DELIVERED", "SIGKILL by AGENT: DELIVERED");
        assertThat(scene.notes("held")).containsExactly("TERM");
    }

    @Test
    void aSidecarIsAskedWhenTheMainContainerIsGone() {
        scene.policy("sidecar", "gracePeriod: 10s");
        String main = "trap \"sleep 2; echo main >>$NOTES; exit 0\" TERM; while :; do sleep 3600 & wait $!; done";
        String sidecar = "trap \"echo sidecar >>/notes/sidecar; exit 0\" TERM; while :; do sleep 3600 & wait $!; done";
        scene.pod(
                "sidecar",
                "sidecar",
                main,
                "",
                ", initContainers: [{name: helper, restartPolicy: Always, image: 'localhost/bb:1', imagePullPolicy: IfNotPresent,"
                        + " volumeMounts: [{name: notes, mountPath: /notes}], command: [sh, -c, '" + sidecar + "']}]");

        scene.end("sidecar");

        assertThat(scene.notes("sidecar")).containsExactly("main", "sidecar");
        Shutdown record = scene.record("sidecar");
        assertThat(record.getStatus().containers())
                .extracting(it -> it.name() + ": " + it.outcome())
                .containsExactlyInAnyOrder("main: GRACEFUL", "helper: GRACEFUL");
    }

    private static String hook(String script) {
        return ", lifecycle: {preStop: {exec: {command: [sh, -c, \"" + script + "\"]}}}";
    }

    @Test
    void aHookOfItsOwnIsNotTouchedAndItsEndIsRecorded() {
        scene.policy("own", "gracePeriod: 10s");
        scene.pod("own", "own", Scene.POLITE, hook("echo hook >>/notes/own"), "");

        scene.end("own");

        assertThat(scene.notes("own")).containsExactly("hook", "TERM");
        Shutdown record = scene.record("own");
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(record.getStatus().handOver()).isFalse();
        assertThat(Scene.container(record).reason()).contains("own preStop hook");
    }

    @Test
    void oneContainersHookOfItsOwnKeepsNoOtherFromBeingHandedOverAndBothAreInOneRecord() {
        scene.policy("two", "gracePeriod: 10s");
        scene.pod(
                "two",
                "two",
                Scene.POLITE,
                "}, {name: beside, image: 'localhost/bb:1', imagePullPolicy: IfNotPresent,"
                        + " env: [{name: NOTES, value: /notes/beside}], volumeMounts: [{name: notes, mountPath: /notes}],"
                        + " command: [sh, -c, '" + Scene.POLITE.replace("'", "''") + "']"
                        + hook("echo hook >>/notes/beside"),
                "");

        scene.end("two");

        assertThat(scene.notes("two")).containsExactly("TERM");
        assertThat(scene.notes("beside")).containsExactly("hook", "TERM");
        assertThat(scene.record("two").getStatus().containers())
                .extracting(it -> it.name() + ": " + it.outcome())
                .containsExactlyInAnyOrder("main: GRACEFUL", "beside: GRACEFUL");
    }

    @Test
    void afterAHookOfItsOwnTheRestIsAdded() {
        scene.policy("hooked", "gracePeriod: 12s, escalation: [{at: 1s, signal: SIGTERM, to: Descendants}]");
        scene.pod(
                "hooked",
                "hooked",
                Scene.WRAPPED,
                hook("echo begin >>/notes/hooked; sleep 3; echo end >>/notes/hooked"),
                "");

        scene.end("hooked");

        assertThat(scene.notes("hooked")).containsExactly("begin", "end", "TERM", "after");
        Shutdown record = scene.record("hooked");
        assertThat(record.getStatus().outcome()).isNotEqualTo(Outcome.FORCED);
        assertThat(Scene.steps(record)).first().isEqualTo("SIGTERM by RUNTIME: ASSUMED");
    }

    @Test
    void afterASleepOfItsOwnTheRestIsAdded() {
        scene.policy("sleeps", "gracePeriod: 12s, escalation: [{at: 1s, signal: SIGTERM, to: Descendants}]");
        scene.pod("sleeps", "sleeps", Scene.WRAPPED, ", lifecycle: {preStop: {sleep: {seconds: 2}}}", "");

        scene.end("sleeps");

        assertThat(scene.notes("sleeps")).containsExactly("TERM", "after");
        assertThat(scene.record("sleeps").getStatus().outcome()).isNotEqualTo(Outcome.FORCED);
    }

    @Test
    void whereProbesCanBeTakenForAHookNothingIsAddedToIt() {
        scene.policy("hook-probed", "gracePeriod: 12s, escalation: [{at: 1s, signal: SIGQUIT}]");
        scene.pod(
                "hook-probed",
                "hook-probed",
                Scene.QUITS.replace("echo TERM >>$NOTES", "echo TERM >>$NOTES; exit 0"),
                hook("echo begin >>/notes/hook-probed; sleep 4; echo end >>/notes/hook-probed")
                        + ", readinessProbe: {exec: {command: [\"true\"]}, periodSeconds: 1}",
                "");

        scene.end("hook-probed");

        assertThat(scene.notes("hook-probed")).containsExactly("begin", "end", "TERM");
        assertThat(Scene.container(scene.record("hook-probed")).reason()).contains("own preStop hook");
    }

    @Test
    void whatItsOwnHookEndsIsRecordedAsEndedByItself() {
        scene.policy("quit", "gracePeriod: 10s");
        scene.pod("quit", "quit", Scene.POLITE, hook("kill -TERM 1; sleep 1"), "");

        scene.end("quit");

        assertThat(scene.notes("quit")).containsExactly("TERM");
        assertThat(scene.record("quit").getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
    }

    @Test
    void aPodThatIsOlderThanItsPolicyIsFollowed() {
        scene.pod("older", "older", Scene.WRAPPED);
        scene.policy("older", "gracePeriod: 12s, escalation: [{at: 1s, signal: SIGTERM, to: Descendants}]");

        scene.end("older");

        assertThat(scene.notes("older")).containsExactly("TERM", "after");
        Shutdown record = scene.record("older");
        assertThat(record.getStatus().handOver()).isFalse();
        assertThat(Scene.steps(record)).first().isEqualTo("SIGTERM by RUNTIME: ASSUMED");
    }

    @Test
    void anAuditTellsOfAnImageWithoutAShellWhatTheAgentHasRead() {
        scene.with("""
                apiVersion: v1
                kind: Pod
                metadata: {name: shell-less}
                spec:
                  terminationGracePeriodSeconds: 5
                  volumes: [{name: bin, emptyDir: {}}]
                  initContainers:
                  - {name: copy, image: "localhost/bb:1", imagePullPolicy: IfNotPresent, command: [cp, /bin/busybox, /to/busybox-only], volumeMounts: [{name: bin, mountPath: /to}]}
                  containers:
                  - {name: main, image: "localhost/bb:1", imagePullPolicy: IfNotPresent, command: [/bin/busybox-only, sleep, "100000"], volumeMounts: [{name: bin, mountPath: /bin}]}
                """, "create", "-f", "-").text();
        Program java = new Program(System.getProperty("java.home") + "/bin/java");

        await().atMost(Agents.LONGEST)
                .untilAsserted(() -> assertThat(java.call(
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-jar",
                                        "operator/target/graceful.jar",
                                        "audit",
                                        "-n",
                                        scene.namespace)
                                .text())
                        .containsPattern("pod/shell-less +main +\\S+ +TERM +Deaf +killed after 5s: nobody hears"));
    }
}
