package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Outcome;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a request when the operator is away or fails in the middle of it. */
@Tag("cluster")
@NullUnmarked
class ShutdownFaultsClusterTest {
    private static final int KILLS = Integer.getInteger("graceful.faults.kills", 5);

    private Installation installation;
    private Place place;
    private Requests requests;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.create("sd-faults");
        place = new Place(installation.client(), installation.watched());
        requests = new Requests(place);
    }

    @AfterEach
    void remove() throws IOException {
        installation.close();
    }

    @Test
    void killedAtAnyMomentEachRequestTakesItsOwnPodAndNoOther() throws Exception {
        long seed =
                Long.getLong("graceful.faults.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed of the kills: -Dgraceful.faults.seed=" + seed);
        Random random = new Random(seed);
        place.create(Place.replicated("Deployment", "web", 1));
        OperatorProcess operator = start().awaitReady();
        try {
            for (int round = 0; round < KILLS; round++) {
                Pod pod = place.awaitReadyPods("web", 1).getFirst();
                try (PodHistory history = new PodHistory(place.client(), place.namespace(), "web")) {
                    requests.ask(
                            "round-" + round,
                            "{podRef: {name: " + pod.getMetadata().getName() + "}}");
                    Awaitility.await("a moment")
                            .pollDelay(Duration.ofMillis(random.nextInt(1_500)))
                            .until(() -> true);
                    operator.kill();
                    operator = start();
                    Outcome outcome =
                            requests.finished("round-" + round).getStatus().outcome();
                    place.awaitReadyPods("web", 1);
                    // Who was away while it ended can't tell how.
                    assertThat(outcome).as("round %d", round).isIn(EnumSet.of(Outcome.GRACEFUL, Outcome.FAILED));
                    assertThat(history.ended())
                            .as("round %d", round)
                            .isEqualTo(Set.of(pod.getMetadata().getUid()));
                }
            }
        } finally {
            operator.close();
        }
    }

    @Test
    void aRequestThatIsTakenBackBeforeAnythingWasDoneDoesNothing() throws Exception {
        Pod pod = requests.pod("spared", Requests.POLITE);
        requests.ask("spared", "{podRef: {name: spared}}");
        requests.get("spared").delete();
        requests.ask("nobody", "{podRef: {name: nobody}}");
        try (OperatorProcess operator = start().awaitReady()) {
            requests.finished("nobody");
            assertThat(operator.isAlive()).isTrue();
        }
        assertThat(requests.get(pod).getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void whoOnlyObservesDeletesNothing() throws Exception {
        Pod pod = requests.pod("observed", Requests.POLITE);
        requests.ask("observed", "{podRef: {name: observed}}");
        try (OperatorProcess operator =
                OperatorProcess.start(installation, "--observe-only").awaitReady()) {
            assertThat(requests.finished("observed").getStatus().dryRun()).isTrue();
            assertThat(operator.isAlive()).isTrue();
        }
        assertThat(requests.get(pod).getMetadata().getDeletionTimestamp()).isNull();
    }

    private OperatorProcess start() throws IOException {
        return OperatorProcess.start(installation);
    }
}
