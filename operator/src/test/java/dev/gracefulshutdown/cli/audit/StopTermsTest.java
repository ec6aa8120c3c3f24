package dev.gracefulshutdown.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.diagnosis.StopDefaults.Source;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StopTermsTest {
    private static StopTerms terms(String spec, String container, String status) {
        PodView pod = Pods.view(spec, container, status);
        return StopTerms.of(pod, pod.containers().getFirst());
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    @Test
    void theGracePeriodIsThePods() {
        StopTerms terms = terms("terminationGracePeriodSeconds: 12", "", "");

        assertThat(terms.killedAfter()).isEqualTo(seconds(12));
        assertThat(terms.stop().timeout()).isEqualTo(seconds(12));
        assertThat(terms.stop().signal()).isEqualTo(Signal.TERM);
        assertThat(terms.stop().signalFrom()).isEqualTo(Source.ASSUMED);
        assertThat(terms.notes()).isEmpty();
    }

    @Test
    void aSleepingHookTakesItsTimeOutOfItAndTheSignalGetsTwoSecondsAtLeast() {
        String hook = "lifecycle: {preStop: {sleep: {seconds: 5}}}";

        assertThat(terms("terminationGracePeriodSeconds: 30", hook, "").stop().timeout())
                .isEqualTo(seconds(25));
        assertThat(terms("terminationGracePeriodSeconds: 30", hook, "").killedAfter())
                .isEqualTo(seconds(30));
        assertThat(terms("terminationGracePeriodSeconds: 6", hook, "").stop().timeout())
                .isEqualTo(seconds(2));
        assertThat(terms("terminationGracePeriodSeconds: 6", hook, "").killedAfter())
                .isEqualTo(seconds(7));
    }

    @Test
    void noGraceStillLeavesTwoSeconds() {
        StopTerms terms = terms("terminationGracePeriodSeconds: 0", "", "");

        assertThat(terms.killedAfter()).isEqualTo(seconds(2));
        assertThat(terms.notes()).singleElement().asString().contains("terminationGracePeriodSeconds is 0");
    }

    @Test
    void anOwnHookIsNamed() {
        StopTerms terms = terms("", "lifecycle: {preStop: {exec: {command: [nginx, -s, quit]}}}", "");

        assertThat(terms.hook()).isEqualTo(new Hook.Own("exec: nginx -s quit"));
        assertThat(terms.notes()).singleElement().asString().contains("nginx -s quit", "may end it by itself");
    }

    @Test
    void aStopSignalCountsWhenTheRuntimeConfirmsIt() {
        String asked = "lifecycle: {stopSignal: SIGINT}";

        assertThat(terms("", asked, "stopSignal: SIGINT").stop().signal()).isEqualTo(Signal.INT);
        assertThat(terms("", asked, "stopSignal: SIGINT").stop().signalFrom()).isEqualTo(Source.CONTAINER);
        assertThat(terms("", "", "stopSignal: SIGQUIT").stop().signal()).isEqualTo(Signal.QUIT);
        assertThat(terms("", "", "stopSignal: SIGQUIT").stop().signalFrom()).isEqualTo(Source.RUNTIME);
        assertThat(terms("", asked, "").stop().signal()).isEqualTo(Signal.TERM);
        assertThat(terms("", asked, "").notes()).singleElement().asString().contains("SIGINT", "does not confirm");
    }
}
