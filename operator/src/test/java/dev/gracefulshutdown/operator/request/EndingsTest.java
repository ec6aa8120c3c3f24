package dev.gracefulshutdown.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class EndingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.700Z");
    private static final Endings STOP = new Endings(START, START.plusSeconds(30), false, false);
    private static final Endings KILL = new Endings(START, START.plusSeconds(1), true, false);

    @Test
    void anExitBeforeTheDeadlineIsGracefulWhateverItsCode() {
        assertThat(of(STOP, "exitCode: 0, finishedAt: '2026-01-01T00:00:02Z'"))
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.GRACEFUL))
                .satisfies(it -> assertThat(it.exitCode()).isZero())
                .satisfies(it -> assertThat(it.reason()).contains("with 0 after the runtime's stop signal"))
                .satisfies(it -> assertThat(it.steps()).isNull());
        assertThat(of(STOP, "exitCode: 143, finishedAt: '2026-01-01T00:00:02Z'").outcome())
                .isEqualTo(Outcome.GRACEFUL);
    }

    @Test
    void aStopSignalThatTheRuntimeTellsIsAStepAtZero() {
        ContainerRecord record = of(STOP, "exitCode: 0, finishedAt: '2026-01-01T00:00:02Z'", "stopSignal: SIGQUIT,");

        assertThat(record.reason()).contains("after SIGQUIT");
        assertThat(record.steps()).singleElement().satisfies(step -> {
            assertThat(step.at()).isZero();
            assertThat(step.signal()).isEqualTo(Signal.QUIT);
            assertThat(step.sentBy()).isEqualTo(SentBy.RUNTIME);
        });
    }

    @Test
    void sigkillAtTheDeadlineIsForcedAndStandsInTheTimeline() {
        ContainerRecord record = of(STOP, "exitCode: 137, reason: Error, finishedAt: '2026-01-01T00:00:30Z'");

        assertThat(record.outcome()).isEqualTo(Outcome.FORCED);
        assertThat(record.reason()).isEqualTo("killed by SIGKILL (137)");
        assertThat(record.steps()).singleElement().satisfies(step -> {
            assertThat(step.at()).isEqualTo(Duration.ofSeconds(30));
            assertThat(step.signal()).isEqualTo(Signal.KILL);
        });
    }

    @Test
    void anEarlier137IsToldApartFromTheShutdownsOwn() {
        assertThat(of(STOP, "exitCode: 137, reason: Error, finishedAt: '2026-01-01T00:00:10Z'"))
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FORCED))
                .satisfies(it -> assertThat(it.reason()).contains("not by this shutdown"))
                .satisfies(it -> assertThat(it.steps()).isNull());
    }

    @Test
    void outOfMemoryIsSaidOnlyBeforeTheDeadline() {
        assertThat(of(STOP, "exitCode: 137, reason: OOMKilled, finishedAt: '2026-01-01T00:00:10Z'")
                        .reason())
                .isEqualTo("out of memory (137)");
        assertThat(of(STOP, "exitCode: 137, reason: OOMKilled, finishedAt: '2026-01-01T00:00:31Z'")
                        .reason())
                .isEqualTo("killed by SIGKILL (137)");
    }

    @Test
    void whatTheKubeletHasLostAndWhatTheEngineDoesNotKnowIsUnknown() {
        assertThat(of(STOP, "exitCode: 137, reason: ContainerStatusUnknown").outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(of(STOP, "exitCode: 255, finishedAt: '2026-01-01T00:00:02Z'"))
                .satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.FAILED))
                .satisfies(it -> assertThat(it.exitCode()).isNull());
    }

    @Test
    void whatHadEndedBeforeWasNotShutDown() {
        assertThat(of(STOP, "exitCode: 1, finishedAt: '2025-12-31T23:59:00Z'").outcome())
                .isEqualTo(Outcome.ALREADY_GONE);
    }

    @Test
    void aKillIsSignalledHoweverItEnds() {
        assertThat(of(KILL, "exitCode: 137, finishedAt: '2026-01-01T00:00:02Z'").outcome())
                .isEqualTo(Outcome.SIGNALLED);
        assertThat(of(KILL, "exitCode: 0, finishedAt: '2026-01-01T00:00:01Z'").outcome())
                .isEqualTo(Outcome.SIGNALLED);
    }

    @Test
    void anAgentsSigkillMayComeAtAnyTime() {
        Endings handedOver = new Endings(START, START.plusSeconds(30), false, true);
        assertThat(of(handedOver, "exitCode: 137, finishedAt: '2026-01-01T00:00:10Z'")
                        .reason())
                .isEqualTo("killed by SIGKILL (137)");
    }

    @Test
    void whatStillRunsHasNoOutcomeAndWhatNeverRanIsGone() {
        assertThat(record(STOP, "{name: main, state: {running: {}}}").outcome()).isNull();
        assertThat(record(STOP, "{name: main, state: {waiting: {reason: ImagePullBackOff}}}")
                        .outcome())
                .isEqualTo(Outcome.ALREADY_GONE);
    }

    private static ContainerRecord of(Endings endings, String terminated, String... more) {
        return record(endings, "{name: main, " + String.join("", more) + " state: {terminated: {" + terminated + "}}}");
    }

    private static ContainerRecord record(Endings endings, String status) {
        Pod pod = Serialization.unmarshal("---\n{status: {containerStatuses: [" + status + "]}}", Pod.class);
        return endings.of(pod).getFirst();
    }
}
