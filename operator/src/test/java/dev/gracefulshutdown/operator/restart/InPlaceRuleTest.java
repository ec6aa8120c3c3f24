package dev.gracefulshutdown.operator.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.operator.restart.InPlaceRule.Sight;
import dev.gracefulshutdown.operator.restart.InPlaceRule.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InPlaceRuleTest {
    private final InPlaceRule rule = new InPlaceRule(1, true);

    @Test
    void theHighestOrdinalGoesFirstAndAlone() {
        assertThat(rule.decide(3, List.of(ready(0, State.OLD), ready(1, State.OLD), ready(2, State.OLD))))
                .isEqualTo(new RestartStep.Next(List.of(pod(2, true))));
    }

    @Test
    void aPodThatIsBeingAskedIsAwayEvenWhileItStillSeemsReady() {
        assertThat(rule.decide(2, List.of(ready(0, State.OLD), ready(1, State.ASKED))))
                .isInstanceOf(RestartStep.Wait.class);
    }

    @Test
    void theNextOneWaitsUntilTheOneBeforeIsReady() {
        assertThat(rule.decide(2, List.of(ready(0, State.OLD), new Sight(pod(1, false), State.DONE))))
                .isInstanceOf(RestartStep.Wait.class);
        assertThat(rule.decide(2, List.of(ready(0, State.OLD), ready(1, State.DONE))))
                .isEqualTo(new RestartStep.Next(List.of(pod(0, true))));
    }

    @Test
    void aPodThatIsNotReadyGoesFirstForItIsAwayAlready() {
        assertThat(rule.decide(2, List.of(new Sight(pod(0, false), State.OLD), ready(1, State.OLD))))
                .isEqualTo(new RestartStep.Next(List.of(pod(0, false))));
    }

    @Test
    void oneThatFailedEndsTheRestart() {
        assertThat(rule.decide(2, List.of(ready(0, State.OLD), ready(1, State.FAILED))))
                .isEqualTo(new RestartStep.Failed(pod(1, true)));
    }

    @Test
    void itIsOverWhenAllAreDoneAndReady() {
        assertThat(rule.decide(2, List.of(ready(0, State.DONE), ready(1, State.DONE))))
                .isEqualTo(new RestartStep.Done());
        assertThat(rule.decide(2, List.of(ready(0, State.DONE), new Sight(pod(1, false), State.DONE))))
                .isInstanceOf(RestartStep.Wait.class);
    }

    private static Sight ready(int ordinal, State state) {
        return new Sight(pod(ordinal, true), state);
    }

    private static PodView pod(int ordinal, boolean ready) {
        return new PodView("db-" + ordinal, "uid-" + ordinal, Instant.EPOCH, ready, false);
    }
}
