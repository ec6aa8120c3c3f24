package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is delivered, at a real API server. */
@Tag("cluster")
@Tag("helm")
class ChartOnClusterTest {
    private static Namespace namespace;
    private static Namespace other;
    private static Chart chart;

    @BeforeAll
    static void aNamespaceThatTakesRestrictedPodsOnly() {
        namespace = Namespace.create("pod-security.kubernetes.io/enforce=restricted");
        other = Namespace.create();
        chart = new Chart(namespace.name(), namespace.name());
    }

    @AfterAll
    static void remove() {
        // Roles of the cluster are not in the namespace.
        Program.KUBECTL.call(
                "delete", "clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/instance=" + chart.release());
        namespace.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=1",
                "observeOnly=true",
                "agent.enabled=false",
                "agent.maxUnavailable=10% agent.seLinuxOptions.type=spc_t agent.podLabels.a=b agent.podAnnotations.c=d",
                "leaderElection=false",
                "replicas=2 podDisruptionBudget.enabled=true networkPolicy.enabled=true javaOptions=-Xmx64m",
                "networkPolicy.enabled=true networkPolicy.from[0].namespaceSelector.matchLabels.a=b"
                        + " networkPolicy.egress[0].ports[0].port=443",
                "podAnnotations.a=b podLabels.c=d commonLabels.e=f nodeSelector.g=h priorityClassName=system-cluster-critical",
                "docker.hosts[0].name=edge-1 docker.hosts[0].url=tcp://edge-1:2376 docker.hosts[0].tlsSecret=tls"
                        + " docker.hosts[0].allowedNamespaces={shop}"
            })
    void theApiServerTakesEveryObject(String values) {
        // Not in the one that takes restricted pods only: agents are none.
        Chart there = new Chart(other.name(), other.name());
        String yaml = there.template(Chart.set(values.split(" ", -1))).text();
        accounts(there.render()).forEach(ChartOnClusterTest::apply);

        // With warnings about unknown fields turned into errors.
        assertThat(other.with(yaml, "create", "--dry-run=server", "--validate=strict", "-f", "-")
                        .complaints())
                .filteredOn(line -> !line.contains("(AlreadyExists)"))
                .isEmpty();
    }

    @Test
    void itsPodsMeetTheRestrictedStandard() {
        Manifests objects = chart.render();
        accounts(objects).forEach(ChartOnClusterTest::apply);
        Stream.of(
                        pod(objects),
                        objects.byId().values().stream()
                                .filter(object -> object.path("kind").asText().equals("Pod"))
                                .findFirst()
                                .orElseThrow())
                .forEach(pod -> assertThat(namespace
                                .with(pod.toString(), "create", "--dry-run=server", "-f", "-")
                                .text())
                        .contains("created (server dry run)"));
    }

    @ParameterizedTest(name = "{0}: {1} {2} in {3}: {4}")
    @CsvSource({
        "replicas=0,            patch,  deployments.apps,   own,   yes",
        "replicas=0,            patch,  deployments.apps,   other, yes",
        "replicas=0,            create, pods/eviction,      other, yes",
        "replicas=0,            patch,  shutdowns.gracefulshutdown.dev/status, other, yes",
        "replicas=0,            get,    secrets,            own,   no",
        "replicas=0,            update, secrets/graceful-webhook-cert, own, yes",
        "replicas=0,            get,    secrets/graceful-webhook-cert, other, no",
        "replicas=0,            patch,  mutatingwebhookconfigurations.admissionregistration.k8s.io/another, own, no",
        "replicas=0,            create, subjectaccessreviews.authorization.k8s.io, own, yes",
        "replicas=0,            create, pods,               other, no",
        "replicas=0,            create, pods/exec,          other, no",
        "replicas=0,            update, leases.coordination.k8s.io/graceful-operator, own, yes",
        "replicas=0,            update, leases.coordination.k8s.io/another, own, no",
        "replicas=0,            update, leases.coordination.k8s.io/graceful-operator, other, no",
        "observeOnly=true,      list,   pods,               other, yes",
        "observeOnly=true,      patch,  deployments.apps,   own,   no",
        "observeOnly=true,      delete, pods,               own,   no",
        "observeOnly=true,      create, pods/eviction,      own,   no",
        "watchNamespaces={own}, patch,  statefulsets.apps,  own,   yes",
        "watchNamespaces={own}, patch,  statefulsets.apps,  other, no",
        "watchNamespaces={own}, list,   pods,               other, no",
        "watchNamespaces={own}, watch,  nodeshutdownreports.gracefulshutdown.dev, own, yes",
    })
    void theOperatorMayDoWhatItNeedsAndNoMore(String values, String verb, String what, String where, String answer) {
        Manifests objects = granted(values.replace("{own}", "{" + namespace.name() + "}"));

        assertMay(objects.deployment(), verb, what, where, answer);
    }

    @ParameterizedTest(name = "{0} {1} in {2}: {3}")
    @CsvSource({
        "list,   pods,    other, yes",
        "create, shutdowns.gracefulshutdown.dev, other, yes",
        "patch,  shutdowns.gracefulshutdown.dev/status, other, yes",
        "patch,  nodeshutdownreports.gracefulshutdown.dev, own, yes",
        "patch,  pods,    other, no",
        "delete, pods,    other, no",
        "create, pods/eviction, other, no",
        "create, pods/exec, other, no",
        "get,    secrets, own,   no",
        "get,    nodes,   own,   no",
        "patch,  gracefulshutdownpolicies.gracefulshutdown.dev, other, no",
        "delete, shutdowns.gracefulshutdown.dev, other, no",
        "patch,  shutdowns.gracefulshutdown.dev, other, no",
    })
    void anAgentMayDoWhatItNeedsAndNoMore(String verb, String what, String where, String answer) {
        Manifests objects = granted("replicas=1");

        assertMay(objects.agents(), verb, what, where, answer);
    }

    private static Manifests granted(String values) {
        Manifests objects = chart.render(values);
        // What an earlier case was granted must not help this one.
        Program.KUBECTL.call(
                "delete", "clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/instance=" + chart.release());
        namespace.kubectl("delete", "roles,rolebindings", "--all").text();
        objects.byId().values().stream()
                .filter(object -> object.path("kind").asText().contains("Role"))
                .forEach(ChartOnClusterTest::apply);
        return objects;
    }

    private static void assertMay(JsonNode workload, String verb, String what, String where, String answer) {
        String account = "system:serviceaccount:" + namespace.name() + ":"
                + workload.at("/spec/template/spec/serviceAccountName").asText();
        String place = where.equals("own") ? namespace.name() : other.name();
        // The API server's authorizer learns of roles a moment after they are written.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(can(account, verb, what, place)).isEqualTo(answer));
    }

    @ParameterizedTest
    @CsvSource({"view, get, yes", "view, create, no", "edit, create, yes", "admin, delete, yes"})
    void whoMayWorkInANamespaceMayWorkWithItsPolicies(String role, String verb, String answer) {
        chart.render().byId().values().stream()
                .filter(object -> object.path("kind").asText().contains("Role"))
                .forEach(ChartOnClusterTest::apply);
        String user = role + "-of-" + other.name();
        other.kubectl("create", "rolebinding", user, "--clusterrole=" + role, "--user=" + user);

        org.awaitility.Awaitility.await("the roles are aggregated")
                .untilAsserted(
                        () -> assertThat(can(user, verb, "gracefulshutdownpolicies.gracefulshutdown.dev", other.name()))
                                .isEqualTo(answer));
    }

    private static String can(String who, String verb, String what, String where) {
        String[] parts = what.split("/", -1);
        // Anything else behind the slash is an object's name.
        boolean subresource =
                parts.length == 2 && List.of("eviction", "exec", "status").contains(parts[1]);
        return Program.KUBECTL
                .call(
                        "auth",
                        "can-i",
                        verb,
                        subresource ? parts[0] : what,
                        subresource ? "--subresource=" + parts[1] : "--quiet=false",
                        "-n",
                        where,
                        "--as=" + who)
                .out()
                .strip()
                .replaceFirst(" .*", "");
    }

    private static Stream<JsonNode> accounts(Manifests objects) {
        return objects.byId().values().stream()
                .filter(object -> object.path("kind").asText().equals("ServiceAccount"));
    }

    private static void apply(JsonNode object) {
        Program.KUBECTL.with(object.toString(), "apply", "-f", "-").text();
    }

    /** A pod as the Deployment would make it: the API server only warns about a Deployment. */
    private static JsonNode pod(Manifests objects) {
        ObjectNode pod = objects.deployment().at("/spec/template").deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ((ObjectNode) pod.path("metadata")).put("name", "operator");
        return pod;
    }

    @Test
    void theKustomizeBaseIsTakenToo() throws IOException {
        String crds = java.nio.file.Files.readString(Program.ROOT.resolve("deploy/base/crds.yaml"));

        assertThat(Program.KUBECTL
                        .with(crds, "apply", "--dry-run=server", "-f", "-")
                        .text())
                .contains("gracefulshutdownpolicies.gracefulshutdown.dev");
    }
}
