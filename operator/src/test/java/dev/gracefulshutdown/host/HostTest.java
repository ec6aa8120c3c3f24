package dev.gracefulshutdown.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.cli.Containers;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host as the commands and the daemon use it, on a real engine. */
@Tag("docker")
class HostTest {
    private static final String COUNTING = "trap 'echo got TERM' TERM; trap 'echo got HUP' HUP; "
            + "trap 'echo got INT; exit 4' INT; echo ready; while :; do sleep 0.05; done";

    @TempDir
    private Path state;

    private final Containers containers = new Containers();

    @AfterEach
    void removeAll() {
        containers.close();
    }

    private Host open() throws IOException {
        return Host.open("test", DockerEndpoint.find(Optional.empty()), Optional.of(state));
    }

    private static Ladder ladder(OnUndeliverable onUndeliverable, Step... steps) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(steps),
                Duration.ofSeconds(30),
                onUndeliverable,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    private static Step ask(long millis, Signal signal) {
        return Step.ask(Duration.ofMillis(millis), signal);
    }

    private static ShutdownReport finished(RunningShutdown shutdown) {
        return shutdown.done().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aSecondStopOfTheSameContainerJoinsTheFirst() throws Exception {
        String box = containers.ready("box", COUNTING);
        try (Host host = open()) {
            ContainerDetails container = host.docker().inspect(box);
            Ladder ladder = ladder(OnUndeliverable.WAIT, ask(0, Signal.TERM), ask(1_500, Signal.INT));
            RunningShutdown first = host.stop(container, Purpose.STOP, ladder, r -> {});
            assertThat(host.stop(container, Purpose.STOP, ladder, r -> {})).isSameAs(first);
            assertThat(host.running(container)).containsSame(first);
            assertThat(finished(first).outcome()).contains(Outcome.ESCALATED);
            await().until(() -> host.running(container).isEmpty());
            assertThat(lines(box)).containsExactly("ready", "got TERM", "got INT");
        }
    }

    @Test
    void aStopOfOthersGetsTheLaterStepsAndItsFirstOneNotAgain() throws Exception {
        String box = containers.ready("box", COUNTING);
        try (Host host = open()) {
            ContainerDetails container = host.docker().inspect(box);
            Process stop = new ProcessBuilder("docker", "stop", "-t", "25", box).start();
            containers.says("box", "got TERM");
            Ladder ladder = ladder(OnUndeliverable.WAIT, ask(0, Signal.TERM), ask(1_000, Signal.INT));
            ShutdownReport report = finished(host.join(container, Signal.TERM, ladder, r -> {}));
            assertThat(report.outcome()).contains(Outcome.ESCALATED);
            assertThat(report.exit().code()).isEqualTo(4);
            assertThat(stop.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lines(box)).containsExactly("ready", "got TERM", "got INT");
        }
    }

    @Test
    void aSuccessorGoesOnWithWhatWasBegunAndForgetsWhatIsOver() throws Exception {
        String box = containers.ready("box", COUNTING, "--restart", "always");
        Ladder ladder = ladder(OnUndeliverable.WAIT, ask(0, Signal.HUP), ask(3_000, Signal.INT));
        try (Host host = open()) {
            host.stop(host.docker().inspect(box), Purpose.STOP, ladder, r -> {});
            containers.says("box", "got HUP");
        }
        try (Host host = open()) {
            List<Resumed> resumed = host.resumeAll(c -> r -> {});
            assertThat(resumed).hasSize(1);
            assertThat(resumed.getFirst().purpose()).isEqualTo(Purpose.STOP);
            assertThat(resumed.getFirst().container().name()).isEqualTo(box);
            assertThat(finished(resumed.getFirst().shutdown()).exit().code()).isEqualTo(4);
            ContainerDetails after = host.docker().inspect(box);
            assertThat(after.isRunning()).isFalse();
            assertThat(after.restartPolicy().name()).isEqualTo("always");
        }
        try (Host host = open()) {
            assertThat(host.resumeAll(c -> r -> {})).isEmpty();
        }
        assertThat(lines(box)).containsExactly("ready", "got HUP", "got INT");
    }

    @Test
    void aContainerThatWasStartedAnewMeanwhileIsLeftAlone() throws Exception {
        String box = containers.ready("box", COUNTING, "--restart", "always");
        try (Host host = open()) {
            host.stop(
                    host.docker().inspect(box),
                    Purpose.STOP,
                    ladder(OnUndeliverable.WAIT, ask(0, Signal.HUP), ask(20_000, Signal.INT)),
                    r -> {});
            containers.says("box", "got HUP");
        }
        Containers.docker("restart", "-t", "0", box);
        try (Host host = open()) {
            assertThat(host.resumeAll(c -> r -> {})).isEmpty();
            assertThat(host.docker().inspect(box).restartPolicy().name()).isEqualTo("always");
        }
        await().until(() -> lines(box).stream().filter("ready"::equals).count() == 2);
        assertThat(lines(box)).doesNotContain("got INT");
    }

    /** Good programs take their traps down while they clean up: who was heard once is not skipped until that is forgotten. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("slow")
    void whoWasSeenToHearIsWaitedForAndWhoIsForgottenIsNot(boolean forgotten) throws Exception {
        String box = containers.ready(
                "box",
                "trap 'echo got TERM' TERM; trap 'echo got INT; exit 4' INT; echo ready; "
                        + "while [ ! -e /deaf ]; do sleep 0.05; done; trap - TERM; echo deaf; while :; do sleep 0.05; done");
        try (Host host = open()) {
            ContainerDetails container = host.docker().inspect(box);
            assertThat(host.observe(container).flatMap(Reading::main).map(main -> Hearing.of(main, Signal.TERM)))
                    .contains(Hearing.CATCHES);
            Containers.docker("exec", box, "touch", "/deaf");
            containers.says("box", "deaf");
            // Nobody younger is called deaf.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> host.observe(container).orElseThrow().mainAgeMillis() > 11_000);
            if (forgotten) {
                host.forget(container.id());
            }
            Ladder skip = ladder(OnUndeliverable.SKIP, ask(0, Signal.TERM), ask(8_000, Signal.INT));
            ShutdownReport report = finished(host.stop(container, Purpose.STOP, skip, r -> {}));
            assertThat(report.exit().code()).isEqualTo(4);
            assertThat(report.timeline().getLast().at().compareTo(Duration.ofSeconds(8)) < 0)
                    .isEqualTo(forgotten);
        }
    }

    private static List<String> lines(String container) {
        return Containers.log(container).lines().toList();
    }

    @Test
    void aStateFolderOfAnotherIsRefused() throws Exception {
        try (Host _ = open()) {
            assertThatExceptionOfType(IOException.class).isThrownBy(this::open).withMessageContaining(state.toString());
        }
    }
}
