package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CausesTest {
    @ParameterizedTest
    @CsvSource({
        "true,,,DELETION",
        "true,EvictionByEvictionAPI,,EVICTION",
        "true,PreemptionByScheduler,,EVICTION",
        "true,DeletionByTaintManager,,EVICTION",
        "true,DeletionByPodGC,,DELETION",
        "false,TerminationByKubelet,Evicted,NODE_PRESSURE",
        "false,TerminationByKubelet,Terminated,NODE_SHUTDOWN",
        "false,,,PROBE",
    })
    void thePodsOwnStatusTellsWhyItEnds(
            boolean deleted, @Nullable String disruption, @Nullable String reason, Cause expected) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withDeletionTimestamp(deleted ? "2026-01-01T00:00:00Z" : null)
                .endMetadata()
                .withNewStatus()
                .withReason(reason)
                .endStatus();
        if (disruption != null) {
            pod.editStatus()
                    .addNewCondition()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason(disruption)
                    .endCondition()
                    .endStatus();
        }
        assertThat(Causes.of(pod.build())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Always,Succeeded,false,NODE_PRESSURE",
        "Always,Failed,false,NODE_PRESSURE",
        ",Failed,false,NODE_PRESSURE",
        "Always,Succeeded,true,DELETION",
        "Always,Running,false,PROBE",
        "Never,Succeeded,false,PROBE",
        "OnFailure,Failed,false,PROBE",
    })
    void aPodThatWouldHaveGoneOnWasEndedByItsNode(
            @Nullable String restartPolicy, String phase, boolean deleted, Cause expected) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withDeletionTimestamp(deleted ? "2026-01-01T00:00:00Z" : null)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();

        assertThat(Causes.of(pod)).isEqualTo(expected);
    }
}
