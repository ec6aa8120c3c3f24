package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Something dies in the middle of a shutdown. {@code GRACEFUL_TEST_RESTART_KUBELET} and {@code
 * GRACEFUL_TEST_RESTART_CONTAINERD} are commands that kill the node's and start it again, {@code GRACEFUL_TEST_STOP_API} and
 * {@code GRACEFUL_TEST_START_API} those for the API server.
 */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@ExtendWith(WithAgents.class)
class CrashClusterTest {
    private static final int PODS = 6;
    private static final int DEATHS = 3;

    @SuppressWarnings("NullAway.Init")
    private static Agents agents;

    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @BeforeAll
    static void aNamespace(Agents installed) {
        agents = installed;
        scene = Scene.in(agents);
        scene.policy("slowly", "gracePeriod: 40s, stopSignal: SIGQUIT");
    }

    @AfterAll
    static void remove() {
        scene.close();
    }

    @Test
    void anAgentThatDiesAtAnyMomentSendsNothingTwiceAndRecordsEachOnce() {
        scene.policy("dies", "gracePeriod: 12s, stopSignal: SIGQUIT, escalation: [{at: 4s, signal: SIGINT}]");
        List<String> pods = IntStream.range(0, PODS).mapToObj(i -> "dies-" + i).toList();
        pods.forEach(pod -> scene.pod(pod, "dies", Scene.NOTES_ALL));
        scene.kubectl("delete", "pods", "-l", "app=dies", "--wait=false").text();

        for (int i = 0; i < DEATHS; i++) {
            await("some moment")
                    .pollDelay(Duration.ofMillis(ThreadLocalRandom.current().nextLong(200, 3000)))
                    .atMost(Agents.LONGEST)
                    .until(() -> true);
            agents.killAgent();
        }

        pods.forEach(scene::awaitGone);
        agents.awaitAgent();
        for (String pod : pods) {
            // When its call breaks, the kubelet sends its own TERM; that is its, not ours.
            List<String> notes = scene.notes(pod);
            assertThat(Collections.frequency(notes, "QUIT"))
                    .as("%s: %s", pod, notes)
                    .isLessThanOrEqualTo(1);
            assertThat(Collections.frequency(notes, "INT"))
                    .as("%s: %s", pod, notes)
                    .isLessThanOrEqualTo(1);
            assertThat(Collections.frequency(notes, "TERM"))
                    .as("%s: %s", pod, notes)
                    .isLessThanOrEqualTo(1);
            var record = scene.record(pod);
            assertThat(Scene.steps(record))
                    .as(pod)
                    .filteredOn(step -> step.startsWith("SIGQUIT by AGENT"))
                    .hasSize(Collections.frequency(notes, "QUIT"));
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_RESTART_KUBELET", matches = ".+")
    void aKubeletThatIsRestartedJoinsTheLadderThatRuns() {
        endsOnceAlthough("kubelet", () -> Agents.shell(System.getenv("GRACEFUL_TEST_RESTART_KUBELET")));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_RESTART_CONTAINERD", matches = ".+")
    void aRuntimeThatIsRestartedChangesNothing() {
        endsOnceAlthough("containerd", () -> Agents.shell(System.getenv("GRACEFUL_TEST_RESTART_CONTAINERD")));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_STOP_API", matches = ".+")
    void anApiServerThatIsAwayChangesNothingAndHearsOfItLater() {
        endsOnceAlthough("api", () -> {
            Agents.shell(System.getenv("GRACEFUL_TEST_STOP_API"));
            await("the shutdown is over")
                    .pollDelay(Duration.ofMinutes(1))
                    .atMost(Agents.LONGEST)
                    .until(() -> true);
            Agents.shell(System.getenv("GRACEFUL_TEST_START_API"));
        });
    }

    private static void endsOnceAlthough(String pod, Runnable fault) {
        scene.pod(pod, "slowly", Scene.SLOWLY);
        scene.delete(pod);
        await("it has begun")
                .atMost(Agents.LONGEST)
                .until(() -> scene.notes(pod).contains("QUIT"));

        fault.run();

        scene.awaitGone(pod);
        assertThat(scene.notes(pod)).containsExactly("QUIT", "end");
        var record = scene.record(pod);
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(Scene.steps(record)).containsExactly("SIGQUIT by AGENT: DELIVERED");
    }
}
