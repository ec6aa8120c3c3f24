package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.matching.Reach;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final EffectivePolicy POLICY = new EffectivePolicy(
            new PolicyRef("GracefulShutdownPolicy", "shop", "all", null, null),
            Reach.SELECTOR,
            Instant.EPOCH,
            GracefulShutdownPolicySpec.DEFAULTS);

    @Test
    void containersThatEndTogetherShareARecord() {
        Pod pod = pod("a1", "b1");
        assertThat(record(pod, "a", "a1")).isEqualTo(record(pod, "b", "b1")).startsWith("orders-0-");
    }

    @Test
    void aContainerThatWasStartedAgainHasAnotherRecordAlsoBesideOneThatRanOn() {
        assertThat(record(pod("a1", "b1"), "b", "b1")).isNotEqualTo(record(pod("a1", "b2"), "b", "b2"));
    }

    @Test
    void theContainersOwnRunCountsBeforeThePodsStatusTellsIt() {
        assertThat(record(pod("a1", "b1"), "b", "b2")).isEqualTo(record(pod("a1", "b2"), "b", "b2"));
    }

    @Test
    void whatTheJournalKeepsMakesTheSameSubject() {
        Subject subject = Subject.of(pod("a1", "b1"), "b", "b1", true, POLICY);
        assertThat(Subject.of("b1", subject.notes())).contains(subject);
    }

    private static String record(Pod pod, String container, String id) {
        return Subject.of(pod, container, id, true, POLICY).record();
    }

    private static Pod pod(String a, String b) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("orders-0")
                .withUid("1")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("a")
                .endContainer()
                .addNewContainer()
                .withName("b")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("a")
                .withContainerID("containerd://" + a)
                .endContainerStatus()
                .addNewContainerStatus()
                .withName("b")
                .withContainerID("containerd://" + b)
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
