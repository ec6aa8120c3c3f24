package dev.gracefulshutdown.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.cli.audit.PastKill.Cause;
import dev.gracefulshutdown.diagnosis.Expectation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PastKillTest {
    private static final String PROBE = "livenessProbe: {exec: {command: [x]}}";
    private static final String KILLED = ended(137, "Error");

    private static String ended(int code, String reason) {
        return "lastState: {terminated: {exitCode: " + code + ", reason: " + reason
                + ", finishedAt: \"2026-01-01T00:00:00Z\"}}";
    }

    private static List<Cause> causes(String container, String status, Expectation expectation) {
        return PastKill.of(List.of(Pods.view("", container, status)), "app", expectation).stream()
                .map(PastKill::cause)
                .toList();
    }

    @Test
    void aDeafOneThatAProbeStopsIsExplained() {
        assertThat(causes(PROBE, KILLED, Expectation.KILLED)).containsExactly(Cause.EXPLAINED);
    }

    @Test
    void withoutAReasonForAStopDeafnessOnlyFits() {
        assertThat(causes("", KILLED, Expectation.KILLED)).containsExactly(Cause.FITS);
    }

    @Test
    void outOfMemoryIsNoStop() {
        assertThat(causes(PROBE, ended(137, "OOMKilled"), Expectation.KILLED)).containsExactly(Cause.OUT_OF_MEMORY);
    }

    @Test
    void whoHearsOrIsUnknownIsNotExplainedByDeafness() {
        assertThat(causes(PROBE, KILLED, Expectation.ENDS)).containsExactly(Cause.UNEXPLAINED);
        assertThat(causes(PROBE, KILLED, Expectation.UNKNOWN)).containsExactly(Cause.UNEXPLAINED);
    }

    @Test
    void otherExitsAreNone() {
        assertThat(causes(PROBE, ended(143, "Error"), Expectation.KILLED)).isEmpty();
        assertThat(causes(PROBE, "", Expectation.KILLED)).isEmpty();
    }

    @Test
    void aPodThatWasStoppedSaysWhy() {
        PodView pod = Pods.view("", "", KILLED);
        pod.pod().getStatus().setReason("DeadlineExceeded");

        assertThat(PastKill.of(List.of(pod), "app", Expectation.KILLED))
                .singleElement()
                .satisfies(kill -> assertThat(kill.cause()).isEqualTo(Cause.EXPLAINED))
                .satisfies(kill -> assertThat(kill.words()).contains("DeadlineExceeded"));
    }
}
