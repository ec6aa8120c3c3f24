package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.delivery.Program;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may not. */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@ExtendWith(WithAgents.class)
class RightsClusterTest {
    private static final String RECORD = """
            apiVersion: gracefulshutdown.dev/v1alpha1
            kind: Shutdown
            metadata: {name: %1$s}
            spec: {origin: %2$s, podRef: {name: x, uid: u-1}, nodeName: %3$s}
            """;
    private static final String REPORT = """
            apiVersion: gracefulshutdown.dev/v1alpha1
            kind: NodeShutdownReport
            metadata: {name: %s}
            spec: {changedAt: "2026-01-01T00:00:00Z", summary: {containers: 0, heard: 0, unheard: 0, unknown: 0}}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Agents agents;

    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @SuppressWarnings("NullAway.Init")
    private static String token;

    @BeforeAll
    static void theAgentsOwnToken(Agents installed) {
        agents = installed;
        scene = Scene.in(agents);
        var pod = agents.agent();
        token = agents.client()
                .serviceAccounts()
                .inNamespace(agents.name())
                .withName(pod.getSpec().getServiceAccountName())
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    @AfterAll
    static void remove() {
        scene.close();
    }

    private static Program.Result asAgent(String input, String... arguments) {
        var config = agents.client().getConfiguration();
        return scene.with(
                input,
                Stream.concat(
                                Stream.of(
                                        "--kubeconfig=/dev/null",
                                        "--server=" + config.getMasterUrl(),
                                        "--insecure-skip-tls-verify",
                                        "--token=" + token),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static String node() {
        return agents.agent().getSpec().getNodeName();
    }

    @Test
    void anAgentWritesRecordsOfItsOwnNodeAlone() {
        assertThat(asAgent(RECORD.formatted("own", "Observed", node()), "create", "-f", "-")
                        .text())
                .contains("created");
        assertThat(asAgent(RECORD.formatted("others", "Observed", "another-node"), "create", "-f", "-")
                        .complaint())
                .contains("an agent writes about its own node: its token is of node \"" + node() + "\"");
    }

    @Test
    void anAgentAsksForNoShutdowns() {
        assertThat(asAgent(RECORD.formatted("asked", "Requested", node()), "create", "-f", "-")
                        .complaint())
                .contains("an agent asks for no shutdowns");
    }

    @Test
    void anAgentChangesNoOtherNodesRecord() {
        String another = "of-another";
        var other = new ConfigBuilder(agents.client().getConfiguration())
                .withImpersonateUsername("system:serviceaccount:" + agents.name() + ":"
                        + agents.agent().getSpec().getServiceAccountName())
                // As a header is escaped.
                .withImpersonateExtras(Map.of("authentication.kubernetes.io%2Fnode-name", List.of("another-node")))
                .build();
        try (KubernetesClient agent =
                new KubernetesClientBuilder().withConfig(other).build()) {
            agent.resource(agent.getKubernetesSerialization()
                            .unmarshal(RECORD.formatted(another, "Observed", "another-node"), Shutdown.class))
                    .inNamespace(scene.namespace)
                    .create();
        }
        var config = new ConfigBuilder(agents.client().getConfiguration())
                .withClientCertData(null)
                .withClientCertFile(null)
                .withClientKeyData(null)
                .withClientKeyFile(null)
                .withOauthToken(token)
                .build();
        try (KubernetesClient agent =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatThrownBy(() -> agent.resources(Shutdown.class)
                            .inNamespace(scene.namespace)
                            .withName(another)
                            .subresource("status")
                            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"phase\": \"Finished\"}}"))
                    .hasMessageContaining("an agent writes about its own node");
        }
    }

    @Test
    void anAgentReportsOfItsOwnNodeAlone() {
        assertThat(asAgent(REPORT.formatted("another-node"), "create", "-f", "-")
                        .complaint())
                .contains("an agent writes about its own node");
    }

    @Test
    void anAgentReadsNoSecretsAndChangesNoPods() {
        scene.pod("untouched", "untouched", Scene.POLITE);

        for (List<String> call : List.of(
                List.of("get", "secrets"),
                List.of("delete", "pod/untouched"),
                List.of("patch", "pod/untouched", "-p", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}"),
                List.of("annotate", "node/" + node(), "a=b"))) {
            assertThat(asAgent("", call.toArray(String[]::new)).complaint())
                    .as(call.toString())
                    .contains("Forbidden");
        }
    }

    @Test
    void whoMayNotDeletePodsEndsNoneThroughUs() {
        scene.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: junior}
                rules: [{apiGroups: [gracefulshutdown.dev], resources: ["*"], verbs: ["*"]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: junior}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: junior}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: junior}]
                """, "apply", "-f", "-").text();
        scene.pod("mine", "mine", Scene.POLITE);

        assertThat(scene.with(Scene.policyYaml("mine", "strategy: Kill"), "create", "--as=junior", "-f", "-")
                        .complaint())
                .contains("junior may not delete pods");
        assertThat(scene.with(
                                "apiVersion: gracefulshutdown.dev/v1alpha1\nkind: Shutdown\nmetadata: {name: mine}\n"
                                        + "spec: {podRef: {name: mine}}\n",
                                "create",
                                "--as=junior",
                                "-f",
                                "-")
                        .complaint())
                .contains("junior may not delete");
        assertThat(scene.get("mine").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void theHookIsTheKubeletsAlone() {
        scene.policy("called", "gracePeriod: 10s");
        scene.pod("called", "called", Scene.POLITE);
        String path = scene.get("called")
                .getSpec()
                .getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getHttpGet()
                .getPath();

        assertThat(agents.onNodeAsNobody(call(path))).contains("403");
        agents.onNodeAsNobody("for i in $(seq 20); do " + callAndLeave(path) + "; done");
        assertThat(agents.onNode(call("/stop/" + "0".repeat(32) + "/main"))).contains("404");
        assertThat(agents.onNode(call(path.replace("/main", "/other")))).doesNotContain("500");

        assertThat(scene.notes("called")).isEmpty();
        assertThat(scene.get("called")
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getRestartCount())
                .isZero();
        scene.end("called");
        assertThat(scene.notes("called")).containsExactly("TERM");
    }

    /** The kernel calls root the owner of a connection's end that is closed. */
    private static String callAndLeave(String path) {
        return "nc 127.0.0.1 " + agents.hookPort() + " -e printf 'GET " + path + " HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'";
    }

    private static String call(String path) {
        return "wget -q -S -O - http://127.0.0.1:" + agents.hookPort() + path + " 2>&1 || true";
    }
}
