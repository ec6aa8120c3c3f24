package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same files at a real API server, which evaluates the CRDs' own schema and CEL. */
@Tag("cluster")
class CrdCasesClusterTest {
    private static final String NAMESPACE = "crd-cases";

    private static final Kubectl kubectl = new Kubectl(NAMESPACE);

    @BeforeAll
    static void theApiServerAcceptsTheCrds() throws IOException {
        assumeTrue(kubectl.isReachable(), "no cluster: set KUBECONFIG to run the CRDs' cases at an API server");
        assertThat(kubectl.run("", "apply", "-f", Crds.FOLDER.toString())).contains("gracefulshutdownpolicies");
        for (Path crd : CrdCase.list(Crds.FOLDER).toList()) {
            kubectl.run("", "wait", "--for=condition=Established", "-f", crd.toString());
        }
        kubectl.run("", "create", "namespace", NAMESPACE);
    }

    @AfterAll
    static void cleanUp() throws IOException {
        if (kubectl.isReachable()) {
            kubectl.run("", "delete", "namespace", NAMESPACE, "--wait=false");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.api.CrdCase#allValidAtAServer")
    void aValidFileIsAccepted(CrdCase valid) throws IOException {
        assertThat(kubectl.run(
                        "", "create", "--dry-run=server", "-f", valid.file().toString()))
                .contains("created (server dry run)")
                .doesNotContain("rror");
    }

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.api.CrdCase#allInvalidAtAServer")
    void anInvalidFileIsRefusedForItsReason(CrdCase invalid) throws IOException {
        assertThat(kubectl.run(
                        "", "create", "--dry-run=server", "-f", invalid.file().toString()))
                .contains(invalid.expectedOfServer())
                .doesNotContain("created (server dry run)");
    }

    @Test
    void aShutdownStaysAsItIsButForItsRelease() throws IOException {
        kubectl.run("""
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: Shutdown
                metadata: {name: held}
                spec: {podRef: {name: a}, plan: {gracePeriod: 5s, onDeadline: Hold}}
                """, "create", "-f", "-");

        String changed = "a Shutdown does not change, but for release";
        assertThat(patch("{podRef: {name: b}}")).contains(changed);
        assertThat(patch("{plan: {gracePeriod: 6s}}")).contains(changed);
        assertThat(patch("{plan: null}")).contains(changed);
        assertThat(patch("{cause: Deletion}")).contains(changed);
        assertThat(patch("{containers: [a]}")).contains(changed);
        assertThat(patch("{nodeName: a}")).contains(changed);
        assertThat(patch("{release: true}")).contains("patched");
        assertThat(patch("{release: false}")).contains("a release can't be taken back");
    }

    /** Every text at its longest, of letters that take the most room; etcd takes 1.5 MiB. */
    @Test
    void theLargestReportIsTaken() throws IOException {
        String name = "crd-cases-largest";
        String largest = LargestReport.yaml(name);
        assertThat(kubectl.run("", "delete", "nsr", name, "--ignore-not-found")).doesNotContain("rror");
        assertThat(kubectl.run(largest, "apply", "--server-side", "-f", "-")).contains("serverside-applied");
        assertThat(kubectl.run("", "get", "nsr", name, "-o", "json", "--show-managed-fields"))
                .hasSizeGreaterThan(largest.length());
        assertThat(kubectl.run("", "get", "nsr", name))
                .containsPattern("NAME +CONTAINERS +HEARD +UNHEARD +UNKNOWN +CHANGED +AGE")
                .containsPattern(name + " +500 +0 +500 +0");
        assertThat(kubectl.run("", "delete", "nsr", name)).contains("deleted");
    }

    @Test
    void aPolicyForTheClusterIsListedWithItsColumns() throws IOException {
        kubectl.run("", "delete", "cgsp", "crd-cases", "--ignore-not-found");
        kubectl.run("""
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: ClusterGracefulShutdownPolicy
                metadata: {name: crd-cases}
                spec: {namespaceSelector: {matchLabels: {crd-cases: none}}, profile: Auto}
                """, "create", "-f", "-");

        assertThat(kubectl.run("", "get", "cgsp", "crd-cases"))
                .containsPattern("NAME +STRATEGY +PROFILE +GRACE +NAMESPACES +PODS +LAST +READY +AGE")
                .containsPattern("crd-cases +Stop +Auto");
        assertThat(kubectl.run("", "delete", "cgsp", "crd-cases")).contains("deleted");
    }

    @Test
    void oneWordListsEveryKindWithItsColumns() throws IOException {
        kubectl.run("""
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: orders}
                spec: {selector: {matchLabels: {app: orders}}, gracePeriod: 1m30s}
                """, "create", "-f", "-");

        assertThat(kubectl.run("", "get", "graceful"))
                .containsPattern("NAME +STRATEGY +PROFILE +GRACE +STATE +PODS +LAST +READY +AGE")
                .containsPattern("orders +Stop +None +1m30s");
    }

    private static String patch(String spec) throws IOException {
        return kubectl.run("", "patch", "sd", "held", "--type=merge", "-p", "{\"spec\": " + quoted(spec) + "}");
    }

    /** YAML's flow style with plain words, as JSON. */
    private static String quoted(String flow) {
        return flow.replaceAll("([A-Za-z0-9]+)", "\"$1\"").replaceAll("\"(true|false|null)\"", "$1");
    }
}
