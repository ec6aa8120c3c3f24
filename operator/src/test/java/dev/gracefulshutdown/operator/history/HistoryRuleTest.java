package dev.gracefulshutdown.operator.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class HistoryRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(HistoryRule.of(new History(null, null, null)))
                .isEqualTo(new HistoryRule(50, Duration.ofHours(24), false));
    }

    @Test
    void eachIsKeptForItsTime() {
        HistoryRule rule = new HistoryRule(10, Duration.ofHours(2), false);
        Shutdown young = ended("young", Outcome.GRACEFUL, Duration.ofHours(1));
        Shutdown old = ended("old", Outcome.FORCED, Duration.ofHours(2));

        assertThat(rule.decide(young, List.of(young), NOW))
                .isEqualTo(new HistoryRule.Verdict(List.of(), Duration.ofHours(1)));
        assertThat(rule.decide(old, List.of(old), NOW)).isEqualTo(new HistoryRule.Verdict(List.of(old), Duration.ZERO));
    }

    @Test
    void aNewOnePushesTheOldestOut() {
        HistoryRule rule = new HistoryRule(3, Duration.ofHours(24), false);
        List<Shutdown> five = IntStream.range(0, 5)
                .mapToObj(i -> ended("n" + i, Outcome.GRACEFUL, Duration.ofMinutes(5L + i)))
                .toList();

        HistoryRule.Verdict verdict = rule.decide(five.getFirst(), five, NOW);

        assertThat(verdict.dropped()).containsExactly(five.get(3), five.get(4));
        assertThat(verdict.again()).isPositive();
    }

    @Test
    void notableOnesAreThoseThatWereNotGracefulAndTheOthersTakeNoPlace() {
        HistoryRule rule = new HistoryRule(1, Duration.ofHours(24), true);
        Shutdown graceful = ended("graceful", Outcome.GRACEFUL, Duration.ofMinutes(5));
        Shutdown forced = ended("forced", Outcome.FORCED, Duration.ofMinutes(10));

        assertThat(rule.decide(forced, List.of(graceful, forced), NOW).dropped())
                .containsExactly(graceful);
    }

    @Test
    void noneGoesInItsFirstMinute() {
        HistoryRule rule = new HistoryRule(0, Duration.ZERO, true);
        Shutdown fresh = ended("fresh", Outcome.GRACEFUL, Duration.ofSeconds(20));

        assertThat(rule.decide(fresh, List.of(fresh), NOW))
                .isEqualTo(new HistoryRule.Verdict(List.of(), Duration.ofSeconds(40)));
    }

    private static Shutdown ended(String name, Outcome outcome, Duration ago) {
        return Finished.shutdown(name, outcome, NOW.minus(ago), Duration.ofSeconds(1));
    }
}
