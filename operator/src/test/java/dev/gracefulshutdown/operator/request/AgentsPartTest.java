package dev.gracefulshutdown.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.PodPlans;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AgentsPartTest {
    private static final Pod POD = Serialization.unmarshal(
            "---\n{metadata: {name: db-0}, spec: {nodeName: node1, containers: [{name: db}, {name: metrics}]}}",
            Pod.class);

    @Test
    void whatADeletionDoesAnywayIsNotMissing() throws InvalidPlanException {
        assertThat(part("{gracePeriod: 20s}").missing()).isEmpty();
        assertThat(part("{strategy: Kill}").missing()).isEmpty();
        assertThat(part("{strategy: Kill}").isKill()).isTrue();
    }

    @Test
    void eachStepThatIsLeftOutIsToldByContainer() throws InvalidPlanException {
        assertThat(part("{gracePeriod: 30s, drainDelay: 5s, containers: [{name: db, stopSignal: SIGQUIT, escalation:"
                                + " [{at: 20s, signal: SIGINT}]}]}")
                        .missing())
                .containsExactly(
                        "db: SIGQUIT at once (the runtime sends the container's own stop signal instead)",
                        "db: SIGINT after 20s",
                        "db: drainDelay 5s before the first signal",
                        "metrics: drainDelay 5s before the first signal");
    }

    @Test
    void aContainerThatIsToBeKilledBesideOthersIsAskedLikeThem() throws InvalidPlanException {
        AgentsPart part = part("{containers: [{name: metrics, strategy: Kill}]}");

        assertThat(part.isKill()).isFalse();
        assertThat(part.missing()).containsExactly("metrics: SIGKILL at once");
        assertThat(part.forbidsDeletion()).isFalse();
    }

    @Test
    void aHoldIsNeverEndedByTheKubelet() throws InvalidPlanException {
        assertThat(part("{containers: [{name: db, onDeadline: Hold}]}").forbidsDeletion())
                .isTrue();
    }

    @Test
    void noDeletionSendsAnotherKillSignalThanSigkill() throws InvalidPlanException {
        assertThat(part("{strategy: Kill, killSignal: SIGUSR1}").forbidsDeletion())
                .isTrue();
        assertThat(part("{strategy: Kill}").forbidsDeletion()).isFalse();
    }

    private static AgentsPart part(String spec) throws InvalidPlanException {
        var policy = Serialization.unmarshal(
                "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: GracefulShutdownPolicy, spec: " + spec + "}",
                GracefulShutdownPolicy.class);
        return new AgentsPart(
                PodPlans.of(POD.getSpec(), Duration.ofSeconds(30), policy.getSpec()::settingsFor),
                policy.getSpec()::settingsFor);
    }
}
