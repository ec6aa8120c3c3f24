package dev.gracefulshutdown.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private static Pod pod(String apiVersion, String kind, String controller, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("a")
                .withLabels(labels)
                .addToOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("no-controller")
                        .build())
                .addToOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(apiVersion)
                        .withKind(kind)
                        .withName(controller)
                        .withController(true)
                        .build())
                .endMetadata()
                .build();
    }

    private static Pod ofJob(String job) {
        return pod("batch/v1", "Job", job, Map.of());
    }

    @Test
    void aPodOfItsOwnHasNoOwner() {
        assertThat(Owners.of(new PodBuilder().withNewMetadata().endMetadata().build()))
                .isEmpty();
    }

    @Test
    void theControllerAloneIsAnOwner() {
        assertThat(Owners.of(pod("apps/v1", "StatefulSet", "db", Map.of())))
                .containsExactly(new Owner("apps", "StatefulSet", "db"));
        assertThat(Owners.of(pod("v1", "ReplicationController", "old", Map.of())))
                .containsExactly(new Owner("", "ReplicationController", "old"));
    }

    @Test
    void aReplicaSetNamedByThePodsHashBelongsToADeployment() {
        assertThat(Owners.of(
                        pod("apps/v1", "ReplicaSet", "shop-web-5d4f8c7b9", Map.of("pod-template-hash", "5d4f8c7b9"))))
                .containsExactly(
                        new Owner("apps", "ReplicaSet", "shop-web-5d4f8c7b9"),
                        new Owner("apps", "Deployment", "shop-web"));
    }

    @Test
    void aReplicaSetNamedByARolloutsHashBelongsToTheRollout() {
        assertThat(Owners.of(pod("apps/v1", "ReplicaSet", "shop-77f", Map.of("rollouts-pod-template-hash", "77f"))))
                .containsExactly(
                        new Owner("apps", "ReplicaSet", "shop-77f"), new Owner("argoproj.io", "Rollout", "shop"));
    }

    @Test
    void aReplicaSetOfItsOwnBelongsToNobody() {
        Owner alone = new Owner("apps", "ReplicaSet", "shop-5d4f");
        assertThat(Owners.of(pod("apps/v1", "ReplicaSet", "shop-5d4f", Map.of())))
                .containsExactly(alone);
        assertThat(Owners.of(pod("apps/v1", "ReplicaSet", "shop-5d4f", Map.of("pod-template-hash", "d4f"))))
                .containsExactly(alone);
        assertThat(Owners.of(pod("apps/v1", "ReplicaSet", "shop-5d4f", Map.of("pod-template-hash", "shop-5d4f"))))
                .containsExactly(alone);
    }

    @Test
    void theSameNameOfAnotherGroupIsNoReplicaSet() {
        assertThat(Owners.of(pod("apps.kruise.io/v1", "ReplicaSet", "shop-5d4f", Map.of("pod-template-hash", "5d4f"))))
                .containsExactly(new Owner("apps.kruise.io", "ReplicaSet", "shop-5d4f"));
    }

    @Test
    void aJobNamedByTheMinuteBelongsToACronJob() {
        assertThat(Owners.of(ofJob("daily-report-29451600")))
                .containsExactly(
                        new Owner("batch", "Job", "daily-report-29451600"),
                        new Owner("batch", "CronJob", "daily-report"));
    }

    @Test
    void aJobNamedByADateOrANumberBelongsToNobody() {
        for (String name : new String[] {"report-20260131", "report-7", "report-29451600000", "29451600", "report"}) {
            assertThat(Owners.of(ofJob(name))).containsExactly(new Owner("batch", "Job", name));
        }
    }
}
