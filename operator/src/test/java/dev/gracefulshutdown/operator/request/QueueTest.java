package dev.gracefulshutdown.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.handover.InPlace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class QueueTest {
    private final Queue queue = new Queue();

    @Test
    void theOldestGoesFirst() {
        Shutdown older = request("b", 1, "");
        Shutdown younger = request("a", 2, "");
        assertThat(queue.before(younger, "pod", List.of(older, younger))).contains(older);
        assertThat(queue.before(older, "pod", List.of(older, younger))).isEmpty();
    }

    @Test
    void oneThatIsUnderWayIsWaitedForWhateverItsAge() {
        Shutdown older = request("a", 1, "");
        Shutdown underWay = request("b", 2, InPlace.ACTS);
        assertThat(queue.before(older, "pod", List.of(older, underWay))).contains(underWay);
    }

    @Test
    void twoThatAreLookedAtInTheSameMomentDoNotBothGo() {
        Shutdown one = request("b", 1, "");
        assertThat(queue.before(one, "pod", List.of(one))).isEmpty();
        Shutdown other = request("a", 1, "");
        assertThat(queue.before(other, "pod", List.of(one, other))).contains(one);
        assertThat(queue.before(one, "pod", List.of(one, other))).isEmpty();
    }

    @Test
    void oneThatWasTakenAwayIsNotWaitedFor() {
        Shutdown one = request("a", 1, "");
        Shutdown other = request("b", 2, "");
        assertThat(queue.before(one, "pod", List.of(one, other))).isEmpty();
        assertThat(queue.before(other, "pod", List.of(other))).isEmpty();
    }

    @Test
    void thoseOfAnEarlierPodOfThatNameAreNotWaitedFor() {
        Shutdown one = request("a", 1, InPlace.ACTS);
        Shutdown other = request("b", 2, "");
        assertThat(queue.before(other, "later pod", List.of(one, other))).isEmpty();
    }

    private static Shutdown request(String name, int second, String handOver) {
        String status = handOver.isEmpty()
                ? "{}"
                : "{conditions: [{type: HandOver, status: Unknown, reason: " + handOver + "}]}";
        return Serialization.unmarshal(
                "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: Shutdown, metadata: {name: " + name
                        + ", uid: u-"
                        + name + ", creationTimestamp: '2026-01-01T00:00:0" + second
                        + "Z', annotations: {gracefulshutdown.dev/pod-uid: pod}}, spec: {podRef: {name: p}}, status: "
                        + status + "}",
                Shutdown.class);
    }
}
