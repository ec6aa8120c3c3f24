package dev.gracefulshutdown.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettledTest {
    private final Settled settled = new Settled(Signal.TERM);

    private static Reading at(long ageMillis, boolean hears) {
        SignalSet caught = hears ? SignalSet.of(Signal.TERM) : SignalSet.NONE;
        ProcessFacts main = new ProcessFacts(
                new ProcessKey(100, 1), 1, 1, "server", 'S', caught, SignalSet.NONE, SignalSet.NONE, false, true);
        return new Reading(100, ageMillis, List.of(main));
    }

    @Test
    void whoHearsIsReadyAfterThreeSeconds() {
        assertThat(settled.isSettled(at(100, true))).isFalse();
        assertThat(settled.isSettled(at(2_900, true))).isFalse();
        assertThat(settled.isSettled(at(3_000, true))).isTrue();
    }

    @Test
    void aHandlerThatCameLateIsWatchedForTwoSeconds() {
        assertThat(settled.isSettled(at(100, false))).isFalse();
        assertThat(settled.isSettled(at(4_000, true))).isFalse();
        assertThat(settled.isSettled(at(5_900, true))).isFalse();
        assertThat(settled.isSettled(at(6_000, true))).isTrue();
    }

    @Test
    void theDeafGetsTenSeconds() {
        assertThat(settled.isSettled(at(100, false))).isFalse();
        assertThat(settled.isSettled(at(9_900, false))).isFalse();
        assertThat(settled.isSettled(at(10_000, false))).isTrue();
    }
}
