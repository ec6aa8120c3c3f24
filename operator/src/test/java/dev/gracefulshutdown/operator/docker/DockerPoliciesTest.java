package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.keeper.Policies;
import dev.gracefulshutdown.keeper.Policy;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerPoliciesTest {
    private static final HostConfig EDGE =
            new HostConfig("edge-1", DockerEndpoint.of("tcp://edge-1:2376", Optional.empty(), "test"), Set.of("shop"));

    private static GracefulShutdownPolicy policy(String namespace, String name, String created, String target) {
        GracefulShutdownPolicy policy = new GracefulShutdownPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withCreationTimestamp("2026-01-01T00:00:0" + created + "Z")
                .build());
        policy.setSpec(Policies.of(name, target).spec());
        return policy;
    }

    private static List<String> names(Optional<String> only, GracefulShutdownPolicy... all) {
        return new DockerPolicies(() -> Stream.of(all), only, false)
                .of(EDGE).stream().map(Policy::name).toList();
    }

    @Test
    void theOlderComesFirstThenTheName() {
        assertThat(names(
                        Optional.empty(),
                        policy("shop", "b", "1", "docker: {host: edge-1, names: [x]}"),
                        policy("shop", "c", "0", "docker: {host: edge-1, names: [x]}"),
                        policy("shop", "a", "1", "docker: {host: edge-1, names: [x]}")))
                .containsExactly("shop/c", "shop/a", "shop/b");
    }

    @Test
    void onlyThoseOfAllowedNamespacesThatNameTheHostReachIt() {
        assertThat(names(
                        Optional.empty(),
                        policy("bank", "stranger", "0", "docker: {host: edge-1, names: [x]}"),
                        policy("shop", "elsewhere", "0", "docker: {host: edge-2, names: [x]}"),
                        policy("shop", "nowhere", "0", "docker: {names: [x]}"),
                        policy("shop", "pods", "0", "selector: {matchLabels: {app: x}}")))
                .isEmpty();
    }

    @Test
    void theOnlyHostThereIsNeedsNoName() {
        assertThat(names(Optional.of("edge-1"), policy("shop", "p", "0", "docker: {names: [x]}")))
                .containsExactly("shop/p");
    }

    @Test
    void anOperatorThatOnlyObservesMakesADryRunOfEach() {
        GracefulShutdownPolicy policy = policy("shop", "p", "0", "docker: {host: edge-1, names: [x]}");
        assertThat(new DockerPolicies(() -> Stream.of(policy), Optional.empty(), true).of(EDGE))
                .singleElement()
                .matches(Policy::isDryRun);
        assertThat(new DockerPolicies(() -> Stream.of(policy), Optional.empty(), false).of(EDGE))
                .singleElement()
                .matches(it -> !it.isDryRun());
    }
}
