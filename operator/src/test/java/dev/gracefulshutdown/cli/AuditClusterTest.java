package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.runtime.kubernetes.ContainerLooks;
import dev.gracefulshutdown.runtime.kubernetes.Look;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** graceful audit by an account that may list and exec and nothing else, on some thirty real pods. */
@Tag("cluster")
final class AuditClusterTest {
    private static final String NAMESPACE =
            "audit-" + UUID.randomUUID().toString().substring(0, 8);
    private static final int RUNNING_PODS = 29;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static KubernetesClient client;
    private static JsonNode report;

    @BeforeAll
    static void thirtyPodsRunAndAreOldEnough() throws IOException {
        client = new KubernetesClientBuilder().build();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        apply("/audit/auditor.yaml");
        apply("/audit/workloads.yaml");
        await().atMost(PATIENCE).until(() -> running() >= RUNNING_PODS);
        // Restarted once each, by their own doing.
        await().atMost(PATIENCE)
                .until(() -> List.of("probed", "hungry").stream().allMatch(AuditClusterTest::isBack));
        await().atMost(PATIENCE).until(() -> !audited().toString().contains("NotSureYet"));
        report = audited();
    }

    @AfterAll
    static void remove() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    private static void apply(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(AuditClusterTest.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("SHELL", image("GRACEFUL_TEST_IMAGE", "localhost/bb:1"))
                    .replace("SERVICES", image("GRACEFUL_TEST_SERVICES", "localhost/services:1"))
                    .replace("JRE", image("GRACEFUL_TEST_JRE", "localhost/jre:25"));
            client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(NAMESPACE)
                    .create();
        }
    }

    private static String image(String variable, String usual) {
        return Optional.ofNullable(System.getenv(variable)).orElse(usual);
    }

    private static long running() {
        return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(p -> p.getStatus().getContainerStatuses().stream()
                        .anyMatch(s -> s.getState().getRunning() != null))
                .count();
    }

    private static boolean isBack(String pod) {
        Pod found = client.pods().inNamespace(NAMESPACE).withName(pod).get();
        return found.getStatus().getContainerStatuses().stream()
                .anyMatch(s -> s.getState().getRunning() != null
                        && s.getLastState().getTerminated() != null
                        && s.getLastState().getTerminated().getExitCode() == 137);
    }

    /** A kubeconfig with a token of this account, as an administrator would hand it out. */
    private static Path kubeconfig(String account) {
        Config config = client.getConfiguration();
        String token = client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        String trust = config.getCaCertData() != null
                ? "certificate-authority-data: " + config.getCaCertData()
                : config.getCaCertFile() != null
                        ? "certificate-authority: " + config.getCaCertFile()
                        : "insecure-skip-tls-verify: true";
        try {
            return Files.writeString(
                    folder.resolve(account), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s", %s}}]
                    users: [{name: u, user: {token: %s}}]
                    contexts: [{name: x, context: {cluster: c, user: u, namespace: %s}}]
                    current-context: x
                    """.formatted(config.getMasterUrl(), trust, token, NAMESPACE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static CommandRun audit(String account, String... arguments) {
        List<String> all = new java.util.ArrayList<>(
                List.of("audit", "--kubeconfig", kubeconfig(account).toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode audited() throws IOException {
        CommandRun run = audit("auditor", "-o", "json");
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    private static JsonNode workload(String name) {
        return StreamSupport.stream(report.path("workloads").spliterator(), false)
                .filter(w -> w.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + report));
    }

    private static JsonNode container(String workload, String name) {
        return StreamSupport.stream(workload(workload).path("containers").spliterator(), false)
                .filter(c -> c.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "deaf, Deployment, app, Deaf, Killed, Killed, 30s",
        "polite, Deployment, app, Catches, Ends, Ends, 30s",
        "wrapped, Deployment, app, Deaf, Wrapped, Killed, 30s",
        "python, Deployment, app, Deaf, Killed, Killed, 30s",
        "nginx, Deployment, web, Catches, Ends, Ends, 30s",
        "java, Deployment, app, Catches, Ends, Ends, 30s",
        "distroless, Deployment, app, Unknown, Unknown, Unknown, 30s",
        "hooked, Deployment, app, Deaf, Killed, Perhaps, 20s",
        "sleepy, Deployment, app, Deaf, Killed, Killed, 7s",
        "two, Deployment, good, Catches, Ends, Ends, 30s",
        "two, Deployment, bad, Deaf, Killed, Killed, 30s",
        "sidecar, Deployment, app, Catches, Ends, Ends, 30s",
        "sidecar, Deployment, helper, Deaf, Killed, Killed, 30s",
        "shared, Deployment, app, Ends, EndsAtOnce, Ends, 30s",
        "host, Deployment, app, Ends, EndsAtOnce, Ends, 30s",
        "instant, Deployment, app, Deaf, Killed, Killed, 2s",
        "postgres, StatefulSet, db, Catches, Ends, Ends, 30s",
        "redis, StatefulSet, db, Catches, Ends, Ends, 30s",
        "daemon, DaemonSet, app, Deaf, Killed, Killed, 30s",
        "job, Job, app, Deaf, Killed, Killed, 30s",
        "cron, CronJob, app, Deaf, Killed, Killed, 30s",
        "bare, Pod, app, Catches, Ends, Ends, 30s",
    })
    void theVerdictIsPerWorkloadAndContainer(
            String name,
            String kind,
            String container,
            String hearing,
            String verdict,
            String expected,
            String killed) {
        assertThat(workload(name).path("kind").asText()).isEqualTo(kind);
        JsonNode found = container(name, container);
        assertThat(found.path("hearing").asText()).as("%s", found).isEqualTo(hearing);
        assertThat(found.path("verdict").asText()).as("%s", found).isEqualTo(verdict);
        assertThat(found.path("expected").asText()).as("%s", found).isEqualTo(expected);
        assertThat(found.path("killedAfter").asText()).as("%s", found).isEqualTo(killed);
    }

    @Test
    void replicasAreOneLineAndServersAreRecognised() {
        assertThat(workload("deaf").path("pods").asInt()).isEqualTo(3);
        assertThat(workload("deaf").path("containers")).hasSize(1);
        assertThat(container("postgres", "db").path("profile").asText()).isEqualTo("PostgreSQL");
        assertThat(container("nginx", "web").path("profile").asText()).isEqualTo("Nginx");
        assertThat(container("sidecar", "helper").path("sidecar").asBoolean()).isTrue();
        assertThat(container("distroless", "app").path("today").asText()).contains("neither a shell nor cat");
    }

    @Test
    void whatDoesNotRunNowIsListed() {
        assertThat(workload("idle").path("kind").asText()).isEqualTo("CronJob");
        assertThat(workload("idle").path("containers")).isEmpty();
    }

    @Test
    void aStopSignalThatTheRuntimeDropsIsNotTakenForSent() {
        JsonNode found = container("interrupt", "app");
        boolean confirmed =
                client.pods().inNamespace(NAMESPACE).withLabel("app", "interrupt").list().getItems().stream()
                        .flatMap(p -> p.getStatus().getContainerStatuses().stream())
                        .anyMatch(s -> s.getStopSignal() != null);

        assertThat(found.path("signal").asText()).isEqualTo(confirmed ? "SIGINT" : "SIGTERM");
        assertThat(found.path("expected").asText()).isEqualTo(confirmed ? "Ends" : "Killed");
    }

    @Test
    void pastKillsAreToldApart() {
        assertThat(container("probed", "app")
                        .path("pastKills")
                        .path(0)
                        .path("cause")
                        .asText())
                .isEqualTo("Explained");
        // A runtime may miss the kernel's kill for want of memory; then the kubelet says Error.
        boolean reported = client.pods()
                .inNamespace(NAMESPACE)
                .withName("hungry")
                .get()
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .getReason()
                .equals("OOMKilled");
        assertThat(container("hungry", "app")
                        .path("pastKills")
                        .path(0)
                        .path("cause")
                        .asText())
                .isEqualTo(reported ? "OutOfMemory" : "Fits");
        assertThat(container("deaf", "app").path("pastKills")).isEmpty();
    }

    @Test
    void thePoliciesAreValid() {
        CommandRun run = audit("auditor", "--policies");

        assertThat(run.code()).isZero();
        var loaded = ResourceFiles.parse(Path.of("policies"), run.out());
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.documents()).hasSizeGreaterThan(10);
        assertThat(run.out()).contains("{apiVersion: batch/v1, kind: CronJob, name: cron}");
    }

    @Test
    void pipelinesFailOnDeafnessOnlyWhenTheyAsk() {
        assertThat(audit("auditor", "-l", "app=deaf").code()).isZero();
        assertThat(audit("auditor", "-l", "app=deaf", "--fail-on-deaf").code()).isEqualTo(3);
        assertThat(audit("auditor", "-l", "app=polite", "--fail-on-deaf").code())
                .isZero();
    }

    @Test
    void aForbiddenExecIsSaidOfItsContainerAndTheRestGoesOn() throws IOException {
        CommandRun run = audit("onlooker", "-o", "json");

        assertThat(run.code()).isEqualTo(1);
        JsonNode all = new JsonMapper().readTree(run.out());
        assertThat(all.path("remarks").toString()).contains("replicasets may not be listed");
        assertThat(all.toString()).contains("is forbidden: the API server answers 403", "\"hearing\":\"Catches\"");
    }

    @Test
    void withoutAnyAccessTheErrorNamesTheRemedy() {
        CommandRun nothing = audit("onlooker", "-l", "app=deaf");
        CommandRun elsewhere = audit("auditor", "-A");

        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("forbidden everywhere", "docs/audit.md");
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.err()).contains("pods in the cluster: may not be listed", "docs/audit.md");
    }

    @Test
    void aPodThatIsGoneMeanwhileIsToldFromOneThatDoesNotAnswer() {
        ContainerLooks looks = new ContainerLooks(client, name -> false);

        assertThat(looks.look(NAMESPACE, "bare", "app", true)).isInstanceOf(Look.Read.class);
        assertThat(looks.look(NAMESPACE, "no-such-pod", "app", true)).isInstanceOf(Look.Gone.class);
    }

    @Test
    void theTableHasALineAContainer() {
        CommandRun run = audit("auditor", "-l", "app=two");

        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).startsWith("WORKLOAD").contains("deploy/two", "killed after 30s: nobody hears");
        assertThat(run.err()).contains("1 workload, 2 containers");
    }
}
