package dev.gracefulshutdown.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the operator may do in a test: what {@code deploy/} grants, and never more.
 *
 * @param watched in each namespace that it watches
 * @param own in its own namespace
 * @param certificate in its own namespace too, where it makes the webhooks' certificate
 * @param docker in its own namespace too, where it was given Docker hosts
 * @param cluster in the cluster
 */
record Rights(
        List<PolicyRule> watched,
        List<PolicyRule> own,
        List<PolicyRule> certificate,
        List<PolicyRule> docker,
        List<PolicyRule> cluster) {
    private static final Path SHIPPED = Path.of("../deploy");

    static Rights shipped(KubernetesClient client) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (String file : List.of("base/role.yaml", "base/rbac.yaml", "overlays/docker-hosts/docker-hosts.yaml")) {
            try (InputStream in = Files.newInputStream(SHIPPED.resolve(file))) {
                objects.addAll(client.load(in).items());
            }
        }
        return new Rights(
                rules(objects, "ClusterRole", "graceful-operator"),
                rules(objects, "Role", "graceful-operator-lease"),
                rules(objects, "Role", "graceful-operator-certificate"),
                rules(objects, "Role", "graceful-operator-docker"),
                rules(objects, "ClusterRole", "graceful-operator-cluster"));
    }

    /** In its own namespace, where it was given Docker hosts of these names. */
    List<PolicyRule> withDockerHosts(String... hosts) {
        Stream<PolicyRule> onHosts = docker.stream()
                .map(rule -> rule.getResourceNames().isEmpty()
                        ? rule
                        : new PolicyRuleBuilder(rule)
                                .withResourceNames(Stream.of(hosts)
                                        .map(host -> "graceful-docker-" + host)
                                        .toList())
                                .build());
        return Stream.concat(own.stream(), onHosts).toList();
    }

    private static List<PolicyRule> rules(List<HasMetadata> objects, String kind, String name) {
        return objects.stream()
                .filter(it ->
                        it.getKind().equals(kind) && it.getMetadata().getName().equals(name))
                .map(it -> switch (it) {
                    case ClusterRole role -> role.getRules();
                    case Role role -> role.getRules();
                    default -> throw new IllegalArgumentException(it.toString());
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + kind + " " + name + " in " + SHIPPED));
    }
}
