package dev.gracefulshutdown.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), Duration.ofSeconds(20), Set.of("db"));

    @Test
    void aHoldIsCutWhereItIsNotAllowed() {
        Ladder holds = ladder(30, 0, OnDeadline.HOLD);
        assertThat(LIMITS.within("db", holds).onDeadline()).isEqualTo(OnDeadline.HOLD);
        assertThat(LIMITS.within("shop", holds).onDeadline()).isEqualTo(OnDeadline.KILL);
    }

    @Test
    void anExtensionAndTheWholeAreCutToWhatIsAllowed() {
        assertThat(LIMITS.within("db", ladder(30, 300, OnDeadline.KILL)).maxExtension())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(LIMITS.within("db", ladder(600, 0, OnDeadline.KILL)).gracePeriod())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsAllowedStaysAsItIs() {
        Ladder ladder = ladder(30, 10, OnDeadline.KILL);
        assertThat(LIMITS.within("shop", ladder)).isEqualTo(ladder);
        assertThat(LIMITS.within("shop", Ladder.kill(Signal.KILL))).isEqualTo(Ladder.kill(Signal.KILL));
    }

    private static Ladder ladder(int grace, int extension, OnDeadline onDeadline) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(new Step(Duration.ZERO, Signal.TERM, Delivery.AUTO, Step.Purpose.ASK)),
                Duration.ofSeconds(grace),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ofSeconds(extension),
                onDeadline);
    }
}
