package dev.gracefulshutdown.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupingTest {
    private static HasMetadata replicaSet(String name, String kind, String owner) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addNewOwnerReference()
                .withApiVersion("x/v1")
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    private static List<String> briefs(Grouping owners, io.fabric8.kubernetes.api.model.Pod... pods) {
        return owners.workloads(List.of(pods)).stream()
                .map(w -> w.id().brief() + " " + w.pods().size())
                .toList();
    }

    @Test
    void podsOfOneDeploymentAreOneWorkloadWhateverTheirReplicaSet() {
        Grouping owners = new Grouping(
                List.of(replicaSet("web-1", "Deployment", "web"), replicaSet("web-2", "Deployment", "web")));

        assertThat(briefs(
                        owners,
                        Pods.owned("web-1-a", "ReplicaSet", "web-1"),
                        Pods.owned("web-1-b", "ReplicaSet", "web-1"),
                        Pods.owned("web-2-a", "ReplicaSet", "web-2")))
                .containsExactly("deploy/web 3");
    }

    @Test
    void aReplicaSetOfAnotherControllersIsThatControllers() {
        assertThat(briefs(
                        new Grouping(List.of(replicaSet("web-1", "Rollout", "web"))),
                        Pods.owned("a", "ReplicaSet", "web-1")))
                .containsExactly("Rollout/web 1");
    }

    @Test
    void withoutTheRightToListReplicaSetsTheirNamesTell() {
        assertThat(briefs(new Grouping(List.of()), Pods.owned("a", "ReplicaSet", "web-x")))
                .containsExactly("deploy/web 1");
    }

    @Test
    void aJobWithoutAControllerAndABarePodAreTheirOwn() {
        HasMetadata job = new JobBuilder()
                .withNewMetadata()
                .withName("once")
                .withNamespace("shop")
                .endMetadata()
                .build();

        assertThat(briefs(
                        new Grouping(List.of(job)),
                        Pods.owned("a", "Job", "once"),
                        Pods.running("bare", "", "", "", "")))
                .containsExactly("job/once 1", "pod/bare 1");
    }

    @Test
    void oneStaticPodOnManyNodesIsOne() {
        assertThat(briefs(
                        new Grouping(List.of()),
                        Pods.owned("etcd-n1", "Node", "n1"),
                        Pods.owned("etcd-n2", "Node", "n2")))
                .containsExactly("StaticPod/etcd 2");
    }

    @Test
    void ofManyReplicasTwoAreCandidatesAndNoneThatIsBeingDeleted() {
        List<PodView> candidates = Candidates.of(
                List.of(
                        Pods.running("going", "deletionTimestamp: \"2026-01-01T00:00:01Z\"", "", "", ""),
                        Pods.running("a", "", "", "", ""),
                        Pods.running("b", "", "", "", ""),
                        Pods.running("c", "", "", "", "")),
                Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(candidates).hasSize(2).extracting(PodView::name).doesNotContain("going");
    }
}
