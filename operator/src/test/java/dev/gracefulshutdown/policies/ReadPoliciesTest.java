package dev.gracefulshutdown.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadPoliciesTest {
    private final List<String> graces = new ArrayList<>();
    private int changes;
    private final ReadPolicies<GracefulShutdownPolicy> policies = new ReadPolicies<>(
            GracefulShutdownPolicy.class,
            new KubernetesSerialization(),
            policy -> graces.add(String.valueOf(policy.getSpec().settings().gracePeriod())),
            _ -> graces.add("removed"),
            () -> changes++);

    @Test
    void aNewSpecIsRead() {
        policies.onAdd(policy(1, "20s", "old"));
        policies.onUpdate(ReadPolicies.lean(policy(1, "20s", "old")), policy(2, "30s", "old"));

        assertThat(graces).containsExactly("PT20S", "PT30S");
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aNewStatusIsNotRead() {
        policies.onAdd(policy(1, "20s", "old"));
        policies.onUpdate(ReadPolicies.lean(policy(1, "20s", "old")), policy(1, "20s", "new"));

        assertThat(graces).containsExactly("PT20S");
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void oneThatWasMadeAnewUnderTheSameNameIsRead() {
        policies.onAdd(policy(1, "20s", "old"));
        GenericKubernetesResource anew = policy(1, "30s", "");
        anew.getMetadata().setUid("another");
        policies.onUpdate(ReadPolicies.lean(policy(1, "20s", "old")), anew);

        assertThat(graces).containsExactly("PT20S", "PT30S");
    }

    @Test
    void oneWithValuesOfANewerVersionIsLeftOut() {
        policies.onAdd(policy(1, "20s", "old"));
        GenericKubernetesResource newer = policy(2, "20s", "old");
        newer.setAdditionalProperty("spec", Map.of("state", "Hibernating"));
        policies.onUpdate(ReadPolicies.lean(policy(1, "20s", "old")), newer);

        assertThat(graces).containsExactly("PT20S", "removed");
        assertThat(policies.all()).isEmpty();
    }

    /** The watch tells of what it has kept when it begins. */
    @Test
    void whatTheWatchKeepsIsEnoughToBeRead() {
        GenericKubernetesResource kept = ReadPolicies.lean(policy(1, "20s", "old"));

        policies.onAdd(kept);

        assertThat(graces).containsExactly("PT20S");
        assertThat(kept.getMetadata().getManagedFields()).isEmpty();
        assertThat(kept.getAdditionalProperties()).containsOnlyKeys("spec");
    }

    private static GenericKubernetesResource policy(long generation, String grace, String message) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("gracefulshutdown.dev/v1alpha1")
                .withKind("GracefulShutdownPolicy")
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .withUid("one")
                .withGeneration(generation)
                .withResourceVersion("7")
                .withManagedFields(new ManagedFieldsEntry())
                .endMetadata()
                .addToAdditionalProperties("spec", new HashMap<>(Map.of("gracePeriod", grace)))
                .addToAdditionalProperties("status", Map.of("message", message))
                .build();
    }
}
