package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The life of an installation: image, install, policy, upgrade, uninstall. {@code GRACEFUL_TEST_LOAD_IMAGE} is a command that
 * copies images from the engine to the cluster, {@code GRACEFUL_TEST_BASE_IMAGE} an image with Java 25, {@code
 * GRACEFUL_TEST_IMAGE} one that sleeps. The program must have been packaged.
 */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallationTest {
    private static final String REPOSITORY = "localhost/graceful-delivery-test";
    private static final String SLEEPER =
            Objects.requireNonNullElse(System.getenv("GRACEFUL_TEST_IMAGE"), "localhost/bb:1");
    // Whoever else tests on this node has others.
    private static final int HOOK_PORT =
            20_000 + 2 * ThreadLocalRandom.current().nextInt(5_000);
    private static final int HTTP_PORT = HOOK_PORT + 1;
    private static final String APP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app}
            spec:
              replicas: 2
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec:
                  terminationGracePeriodSeconds: 2
                  containers:
                  - {name: app, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, "3600"]}
            ---
            apiVersion: gracefulshutdown.dev/v1alpha1
            kind: GracefulShutdownPolicy
            metadata: {name: app}
            spec:
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: app}
              gracePeriod: 2s
            """.formatted(SLEEPER);

    private static Namespace namespace;
    private static String release;

    @BeforeAll
    static void imageAndWorkload() {
        assertThat(Program.ROOT.resolve("operator/target/graceful.jar"))
                .as("run mvn package")
                .exists();
        for (String tag : List.of("one", "two")) {
            Program.DOCKER
                    .call(
                            "build",
                            "-q",
                            "--build-arg",
                            "BASE=" + System.getenv("GRACEFUL_TEST_BASE_IMAGE"),
                            "-t",
                            REPOSITORY + ":" + tag,
                            ".")
                    .text();
        }
        new Program("sh")
                .call(
                        "-c",
                        System.getenv("GRACEFUL_TEST_LOAD_IMAGE") + " " + REPOSITORY + ":one " + REPOSITORY + ":two")
                .text();
        Program.KUBECTL.call("apply", "-f", "crds").text();
        namespace = Namespace.create("pod-security.kubernetes.io/warn=restricted");
        release = namespace.name();
        namespace.with(APP, "apply", "-f", "-").text();
        namespace
                .kubectl("rollout", "status", "deployment/app", "--timeout=60s")
                .text();
    }

    @AfterAll
    static void remove() {
        Program.HELM.call("uninstall", release, "-n", namespace.name(), "--ignore-not-found");
        namespace.close();
        Program.DOCKER.call("rmi", REPOSITORY + ":one", REPOSITORY + ":two");
    }

    @Test
    @Order(1)
    void anInstallationIsReadyWithinHalfAMinute() {
        List<String> before = pods();

        helm("install", "one").text();

        assertThat(pods()).isEqualTo(before);
        namespace.kubectl("rollout", "status", "daemonset", "--timeout=60s").text();
        assertThat(Program.HELM.call("test", release, "-n", namespace.name()).text())
                .contains("Phase:          Succeeded");
    }

    @Test
    @Order(2)
    void aPolicyBecomesReadyAndGitOpsToolsSeeIt() throws IOException {
        namespace
                .kubectl("wait", "gsp/app", "--for=condition=Ready", "--timeout=30s")
                .text();
        assertThat(ArgoHealthTest.health(policy())).startsWith("Healthy");

        namespace
                .kubectl("patch", "gsp/app", "--type=merge", "-p", "{\"spec\": {\"state\": \"Stopped\"}}")
                .text();
        Awaitility.await("the workload is down").until(() -> pods().isEmpty());
        namespace
                .kubectl("wait", "gsp/app", "--for=condition=Ready", "--timeout=30s")
                .text();
        assertThat(ArgoHealthTest.health(policy())).isEqualTo("Healthy: stopped");
    }

    @Test
    @Order(3)
    void whoStartsAgainWhatIsStoppedIsToldAndArgoShowsIt() throws IOException {
        String replicas = APP.substring(0, APP.indexOf("---"));
        Awaitility.await("the policy gives up").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            namespace.with(
                    replicas,
                    "apply",
                    "--server-side",
                    "--force-conflicts",
                    "--field-manager=a-gitops-tool",
                    "-f",
                    "-");
            assertThat(ArgoHealthTest.health(policy())).startsWith("Degraded: Deployment app was started again");
        });

        namespace
                .kubectl("patch", "gsp/app", "--type=merge", "-p", "{\"spec\": {\"state\": \"Running\"}}")
                .text();
        namespace
                .kubectl("wait", "gsp/app", "--for=condition=Ready", "--timeout=30s")
                .text();
        namespace
                .kubectl("rollout", "status", "deployment/app", "--timeout=60s")
                .text();
        Awaitility.await("what was ended in between is gone").until(() -> pods().size() == 2);
    }

    @Test
    @Order(4)
    void anUpgradeLeavesWorkloadsAlone() {
        List<String> before = pods();

        helm("upgrade", "two").text();

        assertThat(pods()).isEqualTo(before).hasSize(2);
        assertThat(Program.HELM.call("test", release, "-n", namespace.name()).text())
                .contains("Phase:          Succeeded");
    }

    @Test
    @Order(5)
    void anUninstallLeavesWorkloadsAndPoliciesAlone() {
        List<String> before = pods();

        Program.HELM
                .call("uninstall", release, "-n", namespace.name(), "--wait")
                .text();

        assertThat(pods()).isEqualTo(before).hasSize(2);
        assertThatCode(() -> namespace.kubectl("get", "gsp/app").text()).doesNotThrowAnyException();
    }

    private static Program.Result helm(String verb, String tag) {
        List<String> command =
                new ArrayList<>(List.of(verb, release, "helm", "-n", namespace.name(), "--wait", "--timeout=30s"));
        // The CRDs are the cluster's, shared with whoever else tests there.
        command.addAll(List.of(Chart.set(
                "crds.install=false",
                "rbac.aggregate=false",
                "image.repository=" + REPOSITORY,
                "image.tag=" + tag,
                // Beside whatever else runs on the node.
                "agent.hookPort=" + HOOK_PORT,
                "agent.httpPort=" + HTTP_PORT,
                "agent.stateFolder=/var/tmp/" + namespace.name())));
        return Program.HELM.call(command.toArray(String[]::new));
    }

    private static List<String> pods() {
        return namespace
                .kubectl("get", "pods", "-l", "app=app", "-o", "jsonpath={.items[*].metadata.uid}")
                .text()
                .lines()
                .flatMap(line -> List.of(line.split(" ", -1)).stream())
                .filter(uid -> !uid.isEmpty())
                .sorted()
                .toList();
    }

    private static JsonNode policy() throws IOException {
        return Manifests.YAML.readTree(
                namespace.kubectl("get", "gsp/app", "-o", "json").text());
    }
}
