package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.TargetRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Policies and pods out of few names, so that they meet often, from a seed. */
final class World {
    static final String OWN = "graceful-system";

    private static final List<String> NAMESPACES = List.of("shop", "bank", "kube-system", OWN);
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> KINDS = List.of("Deployment", "StatefulSet", "Pod");

    private final Random random;

    World(long seed) {
        random = new Random(seed);
    }

    static GracefulShutdownPolicy policy(
            String namespace,
            String name,
            int age,
            @Nullable TargetRef target,
            @Nullable LabelSelector selector,
            @Nullable DockerSelector docker) {
        GracefulShutdownPolicy policy = new GracefulShutdownPolicy();
        policy.setMetadata(meta(name, age));
        policy.getMetadata().setNamespace(namespace);
        policy.setSpec(new GracefulShutdownPolicySpec(
                target, selector, docker, StopSettings.DEFAULTS, null, null, null, null, null, null));
        return policy;
    }

    static ClusterGracefulShutdownPolicy clusterPolicy(
            String name, int age, @Nullable LabelSelector namespaces, @Nullable LabelSelector pods) {
        ClusterGracefulShutdownPolicy policy = new ClusterGracefulShutdownPolicy();
        policy.setMetadata(meta(name, age));
        policy.setSpec(
                new ClusterGracefulShutdownPolicySpec(namespaces, pods, StopSettings.DEFAULTS, null, null, null));
        return policy;
    }

    static LabelSelector label(String key, String value) {
        return new LabelSelectorBuilder().addToMatchLabels(key, value).build();
    }

    static LabelSelector in(String key, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator("In")
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    static TargetRef target(String kind, String name) {
        return new TargetRef(kind.equals("Pod") ? "v1" : "apps/v1", kind, name);
    }

    /** The higher the age, the earlier it was created. */
    private static ObjectMeta meta(String name, int age) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withCreationTimestamp("2026-01-01T00:00:%02dZ".formatted(59 - age))
                .build();
    }

    GracefulShutdownPolicy policy() {
        int way = random.nextInt(5);
        return policy(
                oneOf(NAMESPACES),
                oneOf(NAMES) + random.nextInt(4),
                random.nextInt(3),
                way < 2 ? target(oneOf(KINDS), oneOf(NAMES)) : null,
                way == 2 || way == 3 ? selector() : null,
                way == 4 ? new DockerSelector(null, List.of("x"), null, null) : null);
    }

    ClusterGracefulShutdownPolicy clusterPolicy() {
        return clusterPolicy(
                oneOf(NAMES) + random.nextInt(4),
                random.nextInt(3),
                switch (random.nextInt(4)) {
                    case 0 -> null;
                    case 1 -> new LabelSelector();
                    case 2 -> label(Labels.NAMESPACE, oneOf(NAMESPACES));
                    default -> in(Labels.NAMESPACE, oneOf(NAMESPACES), oneOf(NAMESPACES));
                },
                random.nextBoolean() ? null : selector());
    }

    PodTraits pod() {
        String namespace = oneOf(NAMESPACES);
        List<Owner> owners = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            owners.add(new Owner("apps", oneOf(KINDS), oneOf(NAMES)));
        }
        return new PodTraits(
                namespace,
                random.nextInt(5) == 0 ? "" : oneOf(NAMES),
                random.nextInt(5) == 0 ? Map.of() : Map.of("app", oneOf(NAMES), "tier", oneOf(NAMES)),
                Map.of(Labels.NAMESPACE, namespace),
                owners);
    }

    boolean maybe(int once) {
        return random.nextInt(once) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private LabelSelector selector() {
        return switch (random.nextInt(3)) {
            case 0 -> label("app", oneOf(NAMES));
            case 1 -> in("tier", oneOf(NAMES), oneOf(NAMES));
            default -> new LabelSelector();
        };
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Labels of Kubernetes itself. */
    static final class Labels {
        static final String NAMESPACE = "kubernetes.io/metadata.name";

        private Labels() {}
    }
}
