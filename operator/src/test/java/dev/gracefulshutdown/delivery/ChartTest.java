package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.cli.agent.AgentCommand;
import dev.gracefulshutdown.cli.operator.OperatorCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Tag("helm")
class ChartTest {
    private static final String ROLLOUT =
            "scaleKinds[0].group=argoproj.io,scaleKinds[0].version=v1alpha1,scaleKinds[0].kind=Rollout,scaleKinds[0].plural=rollouts";
    private static final String HOST =
            "docker.hosts[0].name=edge-1,docker.hosts[0].url=tcp://edge-1:2376,docker.hosts[0].tlsSecret=edge-tls,docker.hosts[0].allowedNamespaces={shop}";

    @Test
    void helmFindsNoFault() {
        assertThat(Program.HELM.call("lint", "--strict", "helm").text()).contains("0 chart(s) failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replicas=-1                                | '/replicas': minimum
            replicas=2,leaderElection=false            | '/replicas': maximum: got 2, want 1
            image.pullPolicy=Sometimes                 | '/image/pullPolicy': value must be one of
            image.digest=latest                        | '/image/digest': 'latest' does not match
            obserevOnly=true                           | 'obserevOnly' not allowed
            crds.instal=false                          | at '/crds': additional properties 'instal' not allowed
            scaleKinds[0].kind=Rollout                 | '/scaleKinds/0': missing properties 'group', 'version', 'plural'
            docker.hosts[0].name=edge-1                | '/docker/hosts/0': missing property 'url'
            watchNamespaces={Shop}                     | '/watchNamespaces/0': 'Shop' does not match
            logLevel=loud                              | '/logLevel': value must be one of
            serviceMonitor.interval=often              | '/serviceMonitor/interval'
            agent.stateFolder=/                        | '/agent/stateFolder': '/' does not match
            agent.maxUnavailable=0                     | '/agent/maxUnavailable'
            agent.hostPort=1                           | at '/agent': additional properties 'hostPort' not allowed
            """)
    void aValueThatCantBeIsRefusedByItsName(String value, String message) {
        assertThat(Chart.USUAL.refusal(value)).contains(message);
    }

    @Test
    void anUmbrellaChartMayHandItsGlobalsOn() {
        assertThat(Chart.USUAL
                        .render("global.registry=x")
                        .operator()
                        .path("image")
                        .asText())
                .isEqualTo("graceful:0.1.0");
    }

    @Test
    void theImageIsNamedByTagOrDigest() {
        assertThat(image("image.repository=a/b", "image.tag=v2")).isEqualTo("a/b:v2");
        String digest = "sha256:" + "0".repeat(64);
        assertThat(image("image.repository=a/b", "image.tag=v2", "image.digest=" + digest))
                .isEqualTo("a/b@" + digest);
    }

    @Test
    void whatOnlyLooksGetsNoPermissionToChangeAnything() {
        Manifests chart = Chart.USUAL.render("observeOnly=true", ROLLOUT);

        assertThat(args(chart)).contains("--observe-only");
        for (JsonNode rule : chart.get("ClusterRole//graceful-operator").path("rules")) {
            if (!texts(rule.path("apiGroups")).equals(List.of("gracefulshutdown.dev"))
                    && !texts(rule.path("resources")).equals(List.of("events"))) {
                assertThat(texts(rule.path("verbs"))).isSubsetOf("get", "list", "watch");
            }
        }
    }

    @Test
    void inNamespacesOfItsOwnItGetsNoPermissionElsewhere() {
        Manifests chart = Chart.USUAL.render("watchNamespaces={shop,bank}", "webhook.enabled=false");

        assertThat(args(chart)).contains("--namespaces=shop,bank");
        assertThat(chart.byId())
                .containsKeys(
                        "Role/shop/graceful-operator",
                        "Role/bank/graceful-operator",
                        "RoleBinding/shop/graceful-operator",
                        "RoleBinding/bank/graceful-operator")
                .doesNotContainKeys("ClusterRole//graceful-operator", "ClusterRoleBinding//graceful-operator");
        assertThat(chart.get("ClusterRole//graceful-operator-cluster").findValuesAsText("apiGroups"))
                .allMatch(group -> group.isEmpty());
        chart.get("ClusterRole//graceful-operator-cluster")
                .path("rules")
                .forEach(rule -> assertThat(texts(rule.path("apiGroups"))).containsExactly("gracefulshutdown.dev"));
    }

    @Test
    void inNamespacesOfItsOwnItIsAskedAboutTheseAlone() {
        Manifests chart = Chart.USUAL.render("watchNamespaces={shop,bank}");

        Stream.of("MutatingWebhookConfiguration//graceful", "ValidatingWebhookConfiguration//graceful")
                .flatMap(id -> chart.get(id).path("webhooks").valueStream())
                // Its own follows the policies.
                .filter(hook -> !hook.path("name").asText().startsWith("pods."))
                .forEach(hook -> assertThat(texts(hook.at("/namespaceSelector/matchExpressions/0/values")))
                        .containsExactly("shop", "bank"));
    }

    @Test
    void admissionWritesItsOwnConfigurationsAndCertificateAlone() {
        Manifests chart = Chart.USUAL.render();

        for (JsonNode rule : chart.get("ClusterRole//graceful-operator-cluster").path("rules")) {
            if (texts(rule.path("apiGroups")).equals(List.of("admissionregistration.k8s.io"))) {
                assertThat(texts(rule.path("resourceNames"))).containsExactly("graceful");
            } else if (texts(rule.path("apiGroups")).equals(List.of(""))) {
                assertThat(texts(rule.path("verbs"))).containsExactly("get", "list", "watch");
            }
        }
        assertThat(texts(chart.get("Role/graceful-system/graceful-operator-certificate")
                        .path("rules")
                        .path(1)
                        .path("resourceNames")))
                .containsExactly("graceful-webhook-cert");
    }

    @Test
    void podsAreCreatedWithoutTheOperatorAndNothingActsUnchecked() {
        Manifests chart = Chart.USUAL.render();

        assertThat(failurePolicies(chart.get("MutatingWebhookConfiguration//graceful")))
                .containsExactly("pods.gracefulshutdown.dev: Ignore", "requests.gracefulshutdown.dev: Fail");
        assertThat(failurePolicies(chart.get("ValidatingWebhookConfiguration//graceful")))
                .containsExactly(
                        "requests.gracefulshutdown.dev: Fail",
                        "active-policies.gracefulshutdown.dev: Fail",
                        "policies.gracefulshutdown.dev: Ignore");
    }

    @Test
    void withCertManagerTheOperatorReadsFilesAndWritesNoSecret() {
        Manifests chart = Chart.USUAL.render("webhook.certManager.enabled=true");

        assertThat(args(chart)).contains("--webhook-cert-dir=/etc/graceful/webhook");
        assertThat(chart.byId())
                .containsKeys("Certificate/graceful-system/graceful-webhook", "Issuer/graceful-system/graceful-webhook")
                .doesNotContainKey("Role/graceful-system/graceful-operator-certificate");
        assertThat(chart.get("MutatingWebhookConfiguration//graceful")
                        .path("metadata")
                        .path("annotations")
                        .path("cert-manager.io/inject-ca-from")
                        .asText())
                .isEqualTo("graceful-system/graceful-webhook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook.enabled=false", "observeOnly=true"})
    void withoutAdmissionThereIsNothingOfIt(String values) {
        assertThat(Chart.USUAL.render(values).byId().keySet())
                .noneMatch(id -> id.contains("Webhook") || id.contains("webhook") || id.contains("certificate"));
    }

    private static List<String> failurePolicies(JsonNode configuration) {
        List<String> policies = new ArrayList<>();
        configuration
                .path("webhooks")
                .forEach(hook -> policies.add(hook.path("name").asText() + ": "
                        + hook.path("failurePolicy").asText()));
        return policies;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=1",
                "observeOnly=true",
                "webhook.certManager.enabled=true",
                "watchNamespaces={shop,bank}",
                ROLLOUT,
                HOST
            })
    void theOperatorKnowsEveryArgumentThatItIsGiven(String values) {
        List<String> args = args(Chart.USUAL.render(values));

        assertThat(args).first().isEqualTo("operator");
        new CommandLine(new OperatorCommand()).parseArgs(args.stream().skip(1).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas=1", "observeOnly=true", "watchNamespaces={shop,bank}"})
    void theAgentKnowsEveryArgumentThatItIsGiven(String values) {
        List<String> args = texts(Chart.USUAL.render(values).agent().path("args"));

        assertThat(args).first().isEqualTo("agent");
        new CommandLine(new AgentCommand())
                .parseArgs(Stream.concat(args.stream().skip(1), Stream.of("--node=node1"))
                        .toArray(String[]::new));
    }

    @Test
    void anAgentHasOneCapabilityAndChangesNothingOfItsNodeButItsFolder() {
        Manifests chart = Chart.USUAL.render();

        JsonNode security = chart.agent().path("securityContext");
        assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(texts(security.at("/capabilities/add"))).containsExactly("KILL");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        JsonNode pod = chart.agents().at("/spec/template/spec");
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("volumes").findValuesAsText("path")).containsExactly("/var/lib/graceful", "/sys/fs/cgroup");
        assertThat(chart.agent()
                        .path("volumeMounts")
                        .valueStream()
                        .filter(mount -> mount.path("readOnly").asBoolean()))
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/sys/fs/cgroup");
    }

    @Test
    void anAgentThatOnlyLooksCantSignal() {
        assertThat(Chart.USUAL
                        .render("observeOnly=true")
                        .agent()
                        .at("/securityContext/capabilities")
                        .has("add"))
                .isFalse();
    }

    @Test
    void podsCallWhereTheAgentsListen() {
        Manifests chart = Chart.USUAL.render("agent.hookPort=1234");

        assertThat(args(chart)).contains("--agent-hook-port=1234");
        assertThat(texts(chart.agent().path("args"))).contains("--hook-port=1234");
    }

    @Test
    void withoutAgentsNoPodIsPreparedAndThereIsNothingOfThem() {
        Manifests chart = Chart.USUAL.render("agent.enabled=false");

        assertThat(args(chart)).contains("--agent-hook-port=0");
        assertThat(chart.byId().keySet()).noneMatch(id -> id.contains("agent"));
    }

    @Test
    void anAgentsRecordsPassTheWebhookUnderTheNameThatItHas() {
        Manifests chart = Chart.USUAL.render();
        String account = "system:serviceaccount:graceful-system:"
                + chart.agents().at("/spec/template/spec/serviceAccountName").asText();

        for (String id :
                List.of("ValidatingWebhookConfiguration//graceful", "ValidatingAdmissionPolicy//graceful-agent")) {
            assertThat(chart.get(id).findValuesAsText("expression"))
                    .as(id)
                    .anyMatch(expression -> expression.contains("'" + account + "'"));
        }
    }

    @Test
    void aScaledKindIsNamedAndPermitted() {
        Manifests chart = Chart.USUAL.render(ROLLOUT);

        assertThat(args(chart)).contains("--scale-kinds=argoproj.io/v1alpha1/Rollout");
        assertThat(rule(chart, "rollouts")).containsExactly("get", "list", "watch", "patch");
        assertThat(rule(chart, "rollouts/scale")).containsExactly("get", "patch", "update");
    }

    @Test
    void dockerHostsAreAFileAndTheirSecretsFolders() throws Exception {
        Manifests chart = Chart.USUAL.render(HOST);

        assertThat(args(chart)).contains("--docker-hosts=/etc/graceful/docker-hosts/hosts.yaml");
        JsonNode hosts = Manifests.YAML.readTree(chart.get("ConfigMap/graceful-system/graceful-operator-docker-hosts")
                .at("/data/hosts.yaml")
                .asText());
        assertThat(hosts.at("/hosts/edge-1/url").asText()).isEqualTo("tcp://edge-1:2376");
        String folder = hosts.at("/hosts/edge-1/tls").asText();
        assertThat(chart.operator().path("volumeMounts").findValuesAsText("mountPath"))
                .contains(folder);
        assertThat(chart.deployment().findValuesAsText("secretName")).containsExactly("edge-tls");
    }

    @Test
    void onlyTheConfigMapsOfItsDockerHostsMayBeChanged() {
        JsonNode rules = Chart.USUAL
                .render(HOST)
                .get("Role/graceful-system/graceful-operator-docker")
                .path("rules");

        assertThat(texts(rules.at("/0/verbs"))).containsExactly("create");
        assertThat(texts(rules.at("/1/resourceNames"))).containsExactly("graceful-docker-edge-1");
        assertThat(texts(rules.at("/1/verbs"))).containsExactly("get", "update");
        assertThat(Chart.USUAL.render().byId()).doesNotContainKey("Role/graceful-system/graceful-operator-docker");
    }

    @Test
    void withoutAnElectionTheOldOperatorEndsBeforeTheNewOneStarts() {
        Manifests chart = Chart.USUAL.render("leaderElection=false");

        assertThat(chart.deployment().at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(args(chart)).contains("--leader-elect=false");
        assertThat(chart.byId()).doesNotContainKey("Role/graceful-system/graceful-operator-lease");
    }

    @Test
    void onlyItsOwnLeaseMayBeChanged() {
        JsonNode rules = Chart.USUAL
                .render()
                .get("Role/graceful-system/graceful-operator-lease")
                .path("rules");

        assertThat(texts(rules.at("/0/verbs"))).containsExactly("create");
        assertThat(texts(rules.at("/1/resourceNames"))).containsExactly("graceful-operator");
    }

    @Test
    void crdsAreUpgradedWithTheReleaseAndOutliveIt() {
        Manifests chart = Chart.USUAL.render();
        String policies = "CustomResourceDefinition//gracefulshutdownpolicies.gracefulshutdown.dev";

        assertThat(chart.get(policies)
                        .at("/metadata/annotations/helm.sh~1resource-policy")
                        .asText())
                .isEqualTo("keep");
        assertThat(Chart.USUAL
                        .render("crds.keep=false")
                        .get(policies)
                        .at("/metadata")
                        .has("annotations"))
                .isFalse();
        assertThat(Chart.USUAL.render("crds.install=false").byId()).doesNotContainKey(policies);
    }

    @Test
    void extrasAreOffUnlessAskedFor() {
        List<String> kinds = List.of("PodDisruptionBudget", "ServiceMonitor", "NetworkPolicy");

        assertThat(kindsOf(Chart.USUAL.render())).doesNotContainAnyElementsOf(kinds);
        assertThat(kindsOf(Chart.USUAL.render(
                        "podDisruptionBudget.enabled=true",
                        "serviceMonitor.enabled=true",
                        "networkPolicy.enabled=true")))
                .containsAll(kinds);
    }

    @Test
    void theOperatorNeedsNoServiceLinksAndSeesItsOwnName() {
        Manifests chart = Chart.USUAL.render();

        assertThat(chart.deployment()
                        .at("/spec/template/spec/enableServiceLinks")
                        .asBoolean(true))
                .isFalse();
        assertThat(chart.operator().path("env").findValuesAsText("name"))
                .containsExactly("POD_NAME", "POD_NAMESPACE", "GRACEFUL_LOG");
    }

    @Test
    void optionsForTheJvmAreOneVariable() {
        JsonNode env = Chart.USUAL
                .render("javaOptions=-XX:MaxRAMPercentage=70")
                .operator()
                .path("env");

        assertThat(env.findValuesAsText("value")).contains("-XX:MaxRAMPercentage=70");
    }

    @Test
    void anotherReleaseHasOtherNamesAndSelectors() {
        Manifests chart = new Chart("blue", "one").render();

        assertThat(chart.deployment().at("/metadata/name").asText()).isEqualTo("blue-graceful-operator");
        assertThat(chart.get("Service/one/blue-graceful-operator").path("spec").path("selector"))
                .isEqualTo(chart.deployment().at("/spec/selector/matchLabels"));
    }

    private static String image(String... values) {
        return Chart.USUAL.render(values).operator().path("image").asText();
    }

    private static List<String> args(Manifests chart) {
        return texts(chart.operator().path("args"));
    }

    private static List<String> rule(Manifests chart, String resource) {
        for (JsonNode rule : chart.get("ClusterRole//graceful-operator").path("rules")) {
            if (texts(rule.path("resources")).contains(resource)) {
                return texts(rule.path("verbs"));
            }
        }
        throw new AssertionError("no rule for " + resource);
    }

    private static Stream<String> kindsOf(Manifests chart) {
        return chart.byId().values().stream().map(object -> object.path("kind").asText());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
