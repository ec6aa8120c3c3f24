package dev.gracefulshutdown.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraceCheckTest {
    private static final Pod THIRTY = Pods.pod("{containers: [{name: main}]}");
    private static final Pod FIVE = Pods.pod("{terminationGracePeriodSeconds: 5, containers: [{name: main}]}");

    @Test
    void aPodThatSaysNothingIsGivenThirtySeconds() throws RefusedException {
        assertThat(of("{gracePeriod: 30s}", THIRTY).reason()).isEqualTo(Reason.GRACE_FITS);
        assertThat(of("{gracePeriod: 31s}", THIRTY).reason()).isEqualTo(Reason.GRACE_TOO_SHORT);
    }

    @Test
    void whatIsTooShortIsToldWithPodFieldsAndRemedy() throws RefusedException {
        Finding finding = of("{gracePeriod: 4s, drainDelay: 1s, maxExtension: 1500ms, extendWhile: [DiskWait]}", FIVE);

        assertThat(finding.state()).isEqualTo(Finding.State.FALSE);
        assertThat(finding.message())
                .contains("Pod web-1 is given 5s", "takes 6s500ms", "terminationGracePeriodSeconds", " to 7,")
                .contains("spec.gracePeriod", "spec.drainDelay", "spec.maxExtension");
    }

    @Test
    void onePodThatIsGivenTooLittleIsEnough() throws RefusedException {
        assertThat(of("{gracePeriod: 10s}", THIRTY, FIVE).reason()).isEqualTo(Reason.GRACE_TOO_SHORT);
    }

    @Test
    void aContainersOverrideCounts() throws RefusedException {
        assertThat(of("{gracePeriod: 4s, containers: [{name: main, gracePeriod: 9s}]}", FIVE)
                        .reason())
                .isEqualTo(Reason.GRACE_TOO_SHORT);
        assertThat(of("{gracePeriod: 9s, containers: [{name: main, gracePeriod: 4s}]}", FIVE)
                        .reason())
                .isEqualTo(Reason.GRACE_FITS);
    }

    @Test
    void withoutPodsItCantBeTold() throws RefusedException {
        assertThat(of("{gracePeriod: 10h}").state()).isEqualTo(Finding.State.UNKNOWN);
    }

    @Test
    void aProfileThatNobodyKnowsIsToldBeforeThereIsAPod() {
        assertThatThrownBy(() -> of("{profile: Postgress}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spec.profile: ")
                .hasMessageContaining("Postgress");
        assertThatThrownBy(() -> of("{containers: [{name: db, profile: Postgress}]}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spec.containers[db].profile: ");
    }

    @Test
    void stepsBeyondTheEndAreRefusedByTheirField() {
        assertThatThrownBy(() -> of("{escalation: [{at: 20s, signal: SIGINT}]}", FIVE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spec.escalation");
    }

    private static Finding of(String spec, Pod... pods) throws RefusedException {
        GracefulShutdownPolicy policy = Serialization.unmarshal("""
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: web, namespace: shop}
                spec: %s
                """.formatted(spec), GracefulShutdownPolicy.class);
        return GraceCheck.of(policy.getSpec(), List.of(pods));
    }
}
