package dev.gracefulshutdown.operator.admission.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitCheckTest {
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(2), Set.of("databases"));

    private static List<String> wrong(String namespace, String spec) {
        return new LimitCheck(LIMITS, namespace)
                .of(new KubernetesSerialization().unmarshal("---\n" + spec, GracefulShutdownPolicySpec.class));
    }

    @Test
    void whatKeepsWithinTheLimitsIsRight() {
        assertThat(wrong("shop", "{gracePeriod: 8m, maxExtension: 2m}")).isEmpty();
    }

    @Test
    void theWholeShutdownCounts() {
        assertThat(wrong("shop", "{gracePeriod: 8m, drainDelay: 1s, maxExtension: 2m}"))
                .singleElement()
                .asString()
                .startsWith("spec: drainDelay, gracePeriod and maxExtension make 10m1s")
                .contains("10m here", "limits.maxCeiling");
    }

    @Test
    void aContainersOverrideIsNamed() {
        assertThat(wrong("shop", "{gracePeriod: 8m, containers: [{name: a}, {name: b, maxExtension: 150s}]}"))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("spec.containers[1]: "))
                .anyMatch(text -> text.startsWith("spec.containers[1].maxExtension: 2m30s is more than the 2m"));
    }

    @Test
    void holdIsForTheNamespacesThatAreNamed() {
        assertThat(wrong("databases", "{onDeadline: Hold}")).isEmpty();
        assertThat(wrong("shop", "{containers: [{name: a, onDeadline: Hold}]}"))
                .singleElement()
                .asString()
                .startsWith("spec.containers[0].onDeadline: Hold is not allowed in namespace shop");
        assertThat(wrong("", "{onDeadline: Hold}")).singleElement().asString().contains("for the whole cluster");
    }

    @Test
    void aProfileThatThereIsNotIsSaidOnceAndWhereItStands() {
        assertThat(wrong("shop", "{profile: Oracel, containers: [{name: a, gracePeriod: 1s}]}"))
                .singleElement()
                .asString()
                .startsWith("spec.profile: unknown profile \"Oracel\"");
    }
}
