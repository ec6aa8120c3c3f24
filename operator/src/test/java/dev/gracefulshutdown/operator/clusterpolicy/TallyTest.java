package dev.gracefulshutdown.operator.clusterpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.status.Finding.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class TallyTest {
    private static final Map<String, Map<String, String>> NAMESPACES = Map.of(
            "shop", Map.of("kubernetes.io/metadata.name", "shop", "team", "a"),
            "bank", Map.of("kubernetes.io/metadata.name", "bank", "team", "b"),
            "kube-system", Map.of("kubernetes.io/metadata.name", "kube-system"));
    private static final Map<String, List<Pod>> PODS = Map.of(
            "shop", List.of(pod("shop", "web"), pod("shop", "db"), over("shop", "job")),
            "bank", List.of(pod("bank", "web")),
            "kube-system", List.of(pod("kube-system", "dns")));

    private final PolicyIndex index = new PolicyIndex("graceful-system");

    @Test
    void podsThatAreOverAndExemptNamespacesDoNotCount() {
        Tally tally = tally(cluster("all", "2026-01-01T00:00:00Z", "namespaceSelector: {}"));

        assertThat(tally.pods()).hasSize(3);
        assertThat(tally.namespaces()).isEqualTo(2);
        assertThat(tally.accepted().state()).isEqualTo(State.TRUE);
    }

    @Test
    void selectorsOfNamespacesAndPodsBothHaveToFit() {
        assertThat(tally(cluster(
                                "some",
                                "2026-01-01T00:00:00Z",
                                "namespaceSelector: {matchLabels: {team: a}}, selector: {matchLabels: {app: web}}"))
                        .pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getNamespace()).isEqualTo("shop"));
    }

    @Test
    void toGiveWayToANamespacesOwnPolicyIsNoConflict() {
        index.put(own("shop", "web"));
        Tally tally = tally(cluster("all", "2026-01-01T00:00:00Z", "namespaceSelector: {}"));

        assertThat(tally.pods()).hasSize(2);
        assertThat(tally.accepted().state()).isEqualTo(State.TRUE);
        assertThat(tally.accepted().message()).contains("more specific policy: 1");
    }

    @Test
    void aPolicyOfTheSameNameIsAnotherOne() {
        index.put(own("shop", "all"));
        assertThat(tally(cluster("all", "2026-01-01T00:00:00Z", "selector: {matchLabels: {app: web}}"))
                        .pods())
                .hasSize(2);
    }

    @Test
    void whoLosesEveryPodHoldsForNothing() {
        index.put(own("shop", "db"));
        Tally tally = tally(cluster("all", "2026-01-01T00:00:00Z", "selector: {matchLabels: {app: db}}"));

        assertThat(tally.accepted().state()).isEqualTo(State.FALSE);
        assertThat(tally.accepted().message()).contains("GracefulShutdownPolicy shop/db", "more specific");
    }

    @Test
    void toLosePodsToAnotherOneForTheClusterIsAConflict() {
        index.put(cluster("older", "2025-01-01T00:00:00Z", "selector: {matchLabels: {app: db}}"));
        Tally tally = tally(cluster("all", "2026-01-01T00:00:00Z", "namespaceSelector: {}"));

        assertThat(tally.pods()).hasSize(2);
        assertThat(tally.accepted().state()).isEqualTo(State.FALSE);
        assertThat(tally.accepted().message()).contains("ClusterGracefulShutdownPolicy older", "older", "narrow");
    }

    private Tally tally(ClusterGracefulShutdownPolicy policy) {
        index.put(policy);
        return Tally.of(policy, index, NAMESPACES, namespace -> PODS.getOrDefault(namespace, List.of()));
    }

    private static ClusterGracefulShutdownPolicy cluster(String name, String created, String spec) {
        return Serialization.unmarshal(
                "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: ClusterGracefulShutdownPolicy, metadata: {name: "
                        + name + ", uid: " + name + ", creationTimestamp: '" + created + "'}, spec: {" + spec + "}}",
                ClusterGracefulShutdownPolicy.class);
    }

    /** A namespace's own, on the pods of the app of its name. */
    private static GracefulShutdownPolicy own(String namespace, String name) {
        return Serialization.unmarshal(
                "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: GracefulShutdownPolicy, metadata: {namespace: "
                        + namespace + ", name: " + name + ", uid: " + name
                        + ", creationTimestamp: '2026-01-01T00:00:00Z'}, spec: {selector: {matchLabels: {app: " + name
                        + "}}}}",
                GracefulShutdownPolicy.class);
    }

    private static Pod pod(String namespace, String app) {
        return Serialization.unmarshal(
                "---\n{metadata: {namespace: " + namespace + ", name: " + app + "-1, labels: {app: " + app
                        + "}}, spec: {containers: [{name: main}]}, status: {phase: Running}}",
                Pod.class);
    }

    private static Pod over(String namespace, String app) {
        Pod pod = pod(namespace, app);
        pod.getStatus().setPhase("Succeeded");
        return pod;
    }
}
