package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Outcome;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something of ours is away: what is left is plain Kubernetes, at once. */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@ExtendWith(WithAgents.class)
class AbsenceClusterTest {
    @SuppressWarnings("NullAway.Init")
    private static Agents agents;

    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @BeforeAll
    static void aNamespace(Agents installed) {
        agents = installed;
        scene = Scene.in(agents);
    }

    @AfterAll
    static void remove() {
        scene.close();
    }

    @Test
    void withoutTheAgentTheKubeletGoesOnByItself() {
        scene.policy("alone", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod("alone", "alone", Scene.POLITE);
        assertThat(scene.isPrepared("alone")).isTrue();
        agents.agentsLeave();
        try {
            scene.end("alone");

            assertThat(scene.notes("alone")).containsExactly("TERM");
            assertThat(scene.kubectl("get", "events", "--field-selector=involvedObject.name=alone")
                            .text())
                    .contains("FailedPreStopHook");
        } finally {
            agents.agentsReturn();
        }
    }

    @Test
    void withoutTheOperatorTheAgentGoesOn() {
        scene.policy("headless", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod("headless", "headless", Scene.QUITS);
        agents.operatorLeaves();
        try {
            scene.end("headless");

            assertThat(scene.notes("headless")).containsExactly("QUIT");
            assertThat(scene.record("headless").getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        } finally {
            agents.operatorReturns();
        }
    }

    @Test
    void withoutAdmissionTwoHundredPodsAreCreatedAsTheyAre() {
        scene.policy("many", "gracePeriod: 14s");
        agents.operatorLeaves();
        try {
            String pods = IntStream.range(0, 200)
                    .mapToObj(i -> scene.podYaml("many-" + i, "many", Scene.POLITE, "", ", nodeSelector: {no: where}"))
                    .collect(Collectors.joining("---\n"));

            assertThat(scene.with(pods, "create", "-f", "-").text().lines()).hasSize(200);

            assertThat(scene.isPrepared("many-199")).isFalse();
        } finally {
            scene.kubectl("delete", "pods", "-l", "app=many", "--wait=false");
            agents.operatorReturns();
        }
    }

    @Test
    void whereHooksAreForbiddenPodsAreCreatedAndFollowed() {
        try (Scene strict = Scene.in(agents, "pod-security.kubernetes.io/enforce=restricted")) {
            strict.policy("strict", "gracePeriod: 20s, escalation: [{at: 1s, signal: SIGTERM, to: Descendants}]");
            strict.with("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: strict, labels: {app: strict}}
                    spec:
                      terminationGracePeriodSeconds: 15
                      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                      containers:
                      - name: main
                        image: localhost/bb:1
                        imagePullPolicy: IfNotPresent
                        command: [sh, -c, "sh -c 'trap \\"exit 0\\" TERM; while :; do sleep 3600 & wait $!; done'; exit 7"]
                        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    """, "create", "-f", "-").text();
            strict.kubectl("wait", "pod/strict", "--for=condition=Ready", "--timeout=60s")
                    .text();
            assertThat(strict.get("strict").getSpec().getTerminationGracePeriodSeconds())
                    .isEqualTo(22);

            strict.end("strict");

            var record = strict.record("strict");
            assertThat(record.getStatus().handOver()).isFalse();
            assertThat(Scene.steps(record))
                    .containsExactly("SIGTERM by RUNTIME: ASSUMED", "SIGTERM by AGENT: DELIVERED");
            assertThat(Scene.container(record).exitCode()).isEqualTo(7);
        }
    }

    @Test
    void whatWasPreparedBeforeAnUpgradeOfTheAgentIsHandedOverAfterIt() {
        scene.policy("upgraded", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod("upgraded", "upgraded", Scene.QUITS);
        String before = agents.agent().getMetadata().getUid();

        agents.kubectl("rollout", "restart", "daemonset/" + agents.name() + "-graceful-agent")
                .text();
        await("another agent").atMost(Agents.LONGEST).until(() -> agents.hasAnotherThan(before));
        agents.awaitAgent();

        scene.end("upgraded");
        assertThat(scene.notes("upgraded")).containsExactly("QUIT");
    }
}
