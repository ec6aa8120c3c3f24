package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chart, kustomize and plain YAML install the same. Run with {@code -Ddeploy.write} to bring {@code deploy/} into step with
 * the chart.
 */
@Tag("helm")
class DeployTest {
    private static final Path DEPLOY = Program.ROOT.resolve("deploy");
    private static final Pattern HELMS_OWN =
            Pattern.compile("(?m)^( *(helm.sh/chart|app.kubernetes.io/managed-by): .*|# Source: .*)\n");

    private static final String[] DOCKER_HOST = {
        "docker.hosts[0].name=edge-1",
        "docker.hosts[0].url=tcp://edge-1:2376",
        "docker.hosts[0].tlsSecret=edge-1-tls",
        "docker.hosts[0].allowedNamespaces={shop}"
    };

    private static final List<String> BASE = List.of(
            "crds",
            "serviceaccount",
            "rbac",
            "role",
            "users",
            "service",
            "webhook",
            "deployment",
            "agent-serviceaccount",
            "agent-rbac",
            "agent-own-node",
            "agent-service",
            "agent-daemonset");

    @BeforeAll
    static void writeWhereTold() throws IOException {
        if (InStep.writes()) {
            ChartCrdsTest.copyOrCheck();
            writeOrCheck();
        }
    }

    @Test
    void whatIsGeneratedIsInStepWithTheChart() {
        writeOrCheck();
    }

    private static void writeOrCheck() {
        for (String template : BASE) {
            InStep.check(DEPLOY.resolve("base/" + template + ".yaml"), rendered(template, "crds.keep=false"));
        }
        InStep.check(
                DEPLOY.resolve("overlays/single-namespace/role.yaml"), rendered("role", "watchNamespaces={team-a}"));
        InStep.check(
                DEPLOY.resolve("overlays/ha/poddisruptionbudget.yaml"),
                rendered("poddisruptionbudget", "podDisruptionBudget.enabled=true"));
        InStep.check(DEPLOY.resolve("overlays/docker-hosts/docker-hosts.yaml"), rendered("docker-hosts", DOCKER_HOST));
        String rbac = rendered("rbac", "observeOnly=true");
        InStep.check(
                DEPLOY.resolve("overlays/observe-only/clusterrole-cluster.yaml"),
                rbac.substring(0, rbac.indexOf("---\n", rbac.indexOf("kind: ClusterRole"))));
        String role = rendered("role", "observeOnly=true");
        InStep.check(
                DEPLOY.resolve("overlays/observe-only/clusterrole.yaml"), role.substring(0, role.lastIndexOf("---\n")));
        InStep.check(
                DEPLOY.resolve("install.yaml"),
                "# Generated from deploy/base: kubectl kustomize deploy/base\n" + kustomize("base"));
    }

    /** But for the annotation by which Helm sees that the hosts have changed. */
    @Test
    void kustomizeGivesDockerHostsAsTheChartDoes() {
        Manifests kustomized =
                Manifests.parse(kustomize("overlays/docker-hosts")).without("Namespace");
        Manifests chart = Chart.USUAL.render(DOCKER_HOST).withoutHelm();

        assertThat(kustomized.byId().keySet()).isEqualTo(chart.byId().keySet());
        assertThat(kustomized.operator().path("volumeMounts"))
                .isEqualTo(chart.operator().path("volumeMounts"));
        assertThat(kustomized.operator().path("args"))
                .containsExactlyInAnyOrderElementsOf(chart.operator().path("args"));
    }

    @ParameterizedTest(name = "{0} is the chart with {1}")
    @CsvSource({
        "base, replicas=1",
        "overlays/ha, 'replicas=2 podDisruptionBudget.enabled=true'",
        "overlays/observe-only, observeOnly=true",
        "overlays/single-namespace, watchNamespaces={team-a}",
    })
    void kustomizeInstallsWhatTheChartInstalls(String folder, String values) {
        Manifests kustomized = Manifests.parse(kustomize(folder)).without("Namespace");
        Manifests chart = Chart.USUAL.render(values.split(" ", -1)).withoutHelm();

        assertThat(kustomized.byId().keySet()).isEqualTo(chart.byId().keySet());
        chart.byId()
                .forEach((id, object) -> assertThatObject(kustomized.get(id))
                        .as(id)
                        .usingComparator((a, b) -> a.equals(DeployTest::asNumbers, b) ? 0 : 1)
                        .isEqualTo(object));
    }

    /** Kustomize writes 1.0 as 1. */
    private static int asNumbers(JsonNode a, JsonNode b) {
        boolean same = (a.isNumber() && b.isNumber()) ? a.doubleValue() == b.doubleValue() : a.equals(b);
        return same ? 0 : 1;
    }

    private static String kustomize(String folder) {
        return Program.KUBECTL.call("kustomize", "deploy/" + folder).text();
    }

    private static String rendered(String template, String... values) {
        String[] set = Chart.set(values);
        String[] options = new String[set.length + 2];
        System.arraycopy(set, 0, options, 2, set.length);
        options[0] = "--show-only";
        options[1] = "templates/" + template + ".yaml";
        String yaml = HELMS_OWN.matcher(Chart.USUAL.template(options).text()).replaceAll("");
        return "# Generated from helm/templates/" + template + ".yaml.\n" + yaml;
    }
}
