package dev.gracefulshutdown.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesClientTest {
    private static final String YAML = """
            apiVersion: "gracefulshutdown.dev/v1alpha1"
            kind: "GracefulShutdownPolicy"
            metadata:
              name: "orders-db"
              namespace: "shop"
            spec:
              targetRef:
                apiVersion: "apps/v1"
                kind: "StatefulSet"
                name: "orders-db"
              gracePeriod: "1m30s"
              escalation:
              - at: "20s"
                signal: "SIGINT"
              containers:
              - name: "metrics"
                strategy: "Kill"
                killSignal: "SIGUSR1"
              state: "Stopped"
            """;

    private final KubernetesSerialization client = new KubernetesSerialization();

    @Test
    void aPolicyIsReadAndWrittenByTheClientsOwnSerialization() {
        GracefulShutdownPolicy policy = client.unmarshal(YAML, GracefulShutdownPolicy.class);

        assertThat(policy.getSpec().settings().gracePeriod()).isEqualTo(Duration.ofSeconds(90));
        assertThat(policy.getSpec().settingsFor("metrics").killSignal()).isEqualTo(Signal.USR1);
        assertThat(policy.getSpec().settingsFor("other").escalation())
                .isEqualTo(List.of(EscalationStep.at(Duration.ofSeconds(20), Signal.INT)));
        assertThat(policy.getStatus()).isNull();
        assertThat(client.asYaml(policy)).isEqualTo("---\n" + YAML);
    }

    @Test
    void aPolicyForTheClusterIsReadAndWrittenByTheClientsOwnSerialization() {
        String yaml = """
                apiVersion: "gracefulshutdown.dev/v1alpha1"
                kind: "ClusterGracefulShutdownPolicy"
                metadata:
                  name: "platform"
                spec:
                  namespaceSelector:
                    matchLabels:
                      team: "shop"
                  gracePeriod: "1m30s"
                  containers:
                  - name: "metrics"
                    strategy: "Kill"
                  mode: "DryRun"
                """;
        ClusterGracefulShutdownPolicy policy = client.unmarshal(yaml, ClusterGracefulShutdownPolicy.class);

        assertThat(policy.getSpec().settings().gracePeriod()).isEqualTo(Duration.ofSeconds(90));
        assertThat(policy.getSpec().settingsFor("metrics").strategy()).isEqualTo(Strategy.KILL);
        assertThat(policy.getStatus()).isNull();
        assertThat(client.asYaml(policy)).isEqualTo("---\n" + yaml);
    }

    @Test
    void aReportIsReadAndWrittenByTheClientsOwnSerialization() {
        NodeShutdownReport report = LargestReport.of("node1");
        String json = client.asJson(report);

        assertThat(client.unmarshal(json, NodeShutdownReport.class).getSpec()).isEqualTo(report.getSpec());
        assertThat(json).doesNotContain("status");
        assertThat(json.getBytes(UTF_8))
                .as("well below etcd's 1.5 MiB, beside what the API server adds")
                .hasSizeLessThan(1 << 20);
    }

    @Test
    void aStatusIsReadAndWrittenByTheClientsOwnSerialization() {
        String yaml = """
                observedGeneration: 3
                pods:
                  matched: 3
                  prepared: 2
                outcomes:
                  Graceful: 21
                lastShutdown:
                  name: "orders-db-0-1b3c"
                  pod: "orders-db-0"
                  outcome: "Escalated"
                  finishedAt: "2026-01-01T00:00:00.123Z"
                observedRestartNonce: "7"
                restart:
                  nonce: "7"
                  startedAt: "2026-01-01T00:00:00Z"
                  pods: 3
                  done: 1
                  waitingFor:
                  - "orders-db-1"
                workload:
                  desired: "Stopped"
                  running: 1
                  restores: "3 replicas"
                """;
        assertThat(client.asYaml(client.unmarshal(yaml, GracefulShutdownPolicyStatus.class)))
                .isEqualTo("---\n" + yaml);
    }

    @Test
    void aNewResourceHasNoSpecAndNoStatusOfItsOwn() {
        assertThat(new Shutdown().getStatus()).isNull();
        assertThat(client.clone(client.unmarshal(YAML, GracefulShutdownPolicy.class))
                        .getSpec()
                        .containers())
                .hasSize(1);
    }
}
