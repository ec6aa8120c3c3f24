package dev.gracefulshutdown.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.matching.Owners;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.PodPlans;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LeanPodsTest {
    private static final Pod POD = Pods.pod("""
            {nodeName: node1, terminationGracePeriodSeconds: 45, volumes: [{name: v, emptyDir: {}}],
              containers: [{name: main, image: i, env: [{name: A, value: b}],
                            lifecycle: {preStop: {sleep: {seconds: 3}}, stopSignal: SIGQUIT}}],
              initContainers: [{name: side, image: i, restartPolicy: Always}, {name: once, image: i}]}
            """);

    @Test
    void whatIsLookedAtIsKeptAndTheRestIsNot() throws InvalidPlanException {
        Pod lean = LeanPods.lean(POD);

        assertThat(Owners.of(lean)).isEqualTo(Owners.of(POD));
        assertThat(lean.getMetadata().getLabels()).isEqualTo(POD.getMetadata().getLabels());
        assertThat(lean.getMetadata().getCreationTimestamp())
                .isEqualTo(POD.getMetadata().getCreationTimestamp());
        assertThat(LeanPods.ready(lean)).isTrue();
        assertThat(GraceCheck.given(lean)).isEqualTo(Duration.ofSeconds(45));
        assertThat(plans(lean)).isEqualTo(plans(POD));
        assertThat(plans(lean).sidecars()).containsOnlyKeys("side");
        assertThat(lean.getStatus().getContainerStatuses().getFirst().getRestartCount())
                .isEqualTo(3);

        assertThat(lean.getMetadata().getManagedFields()).isEmpty();
        assertThat(lean.getSpec().getVolumes()).isEmpty();
        assertThat(lean.getSpec().getContainers().getFirst().getEnv()).isEmpty();
        assertThat(lean.getStatus().getPodIP()).isNull();
    }

    private static PodPlans plans(Pod pod) throws InvalidPlanException {
        return PodPlans.of(pod.getSpec(), GraceCheck.given(pod), _ -> StopSettings.NONE);
    }

    @Test
    void onceLeanIsLean() {
        Pod lean = LeanPods.lean(POD);

        assertThat(LeanPods.lean(lean)).isEqualTo(lean);
        assertThat(LeanPods.differs(lean, LeanPods.lean(POD))).isFalse();
    }

    @Test
    void aPodWithoutSpecOrStatusIsTakenAsItIs() {
        Pod bare =
                new PodBuilder().withNewMetadata().withName("a").endMetadata().build();

        assertThat(LeanPods.lean(bare).getSpec()).isNull();
        assertThat(LeanPods.ready(bare)).isFalse();
        assertThat(LeanPods.isOver(bare)).isFalse();
    }

    @Test
    void whatAPolicyCouldSeeIsADifference() {
        assertDiffers(pod -> pod.getMetadata().setDeletionTimestamp("2026-01-01T00:01:00Z"));
        assertDiffers(pod -> pod.getMetadata().getLabels().put("app", "other"));
        assertDiffers(pod -> pod.getMetadata().getAnnotations().put("a", "b"));
        assertDiffers(pod -> pod.getMetadata().getOwnerReferences().clear());
        assertDiffers(pod -> pod.getStatus().getConditions().getLast().setStatus("False"));
        assertDiffers(pod -> pod.getStatus().setPhase("Failed"));
    }

    @Test
    void whatNoPolicyLooksAtIsNone() {
        Pod changed = new PodBuilder(POD).build();
        changed.getMetadata().setResourceVersion("2");
        changed.getStatus().setPodIP("10.0.0.2");

        assertThat(LeanPods.differs(changed, POD)).isFalse();
    }

    private static void assertDiffers(Consumer<Pod> change) {
        Pod changed = new PodBuilder(POD).build();
        change.accept(changed);
        assertThat(LeanPods.differs(changed, POD)).isTrue();
    }
}
