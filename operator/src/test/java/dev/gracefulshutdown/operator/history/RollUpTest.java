package dev.gracefulshutdown.operator.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.LastShutdown;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class RollUpTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void withoutRecordsThereIsNothingToSay() {
        assertThat(RollUp.of(List.of(), null, Optional.of("shop"))).isEqualTo(new RollUp(null, null, null));
    }

    @Test
    void outcomesAreCountedAmongThoseThatAreKept() {
        RollUp rollUp = of(ended(0, Outcome.GRACEFUL, 1), ended(1, Outcome.FORCED, 30), ended(2, Outcome.GRACEFUL, 1));

        assertThat(rollUp.outcomes()).isEqualTo(Map.of("Graceful", 2L, "Forced", 1L));
        assertThat(rollUp.last())
                .isEqualTo(new LastShutdown(null, "n2", "pod-n2", Outcome.GRACEFUL, NOON.plusSeconds(2)));
    }

    @Test
    void theNewestStaysNamedWhenItsRecordIsTakenAway() {
        LastShutdown before = new LastShutdown(null, "n9", "pod-n9", Outcome.GRACEFUL, NOON.plusSeconds(9));

        assertThat(RollUp.of(List.of(ended(1, Outcome.FORCED, 1)), before, Optional.of("shop"))
                        .last())
                .isEqualTo(before);
    }

    @Test
    void ofAPolicyForTheClusterTheNamespaceIsToldToo() {
        assertThat(RollUp.of(List.of(ended(1, Outcome.FORCED, 1)), null, Optional.empty())
                        .last()
                        .namespace())
                .isEqualTo("shop");
    }

    @Test
    void nothingIsRecommendedBelowTwenty() {
        assertThat(of(many(19, Outcome.GRACEFUL, 10)).recommendedGracePeriod()).isNull();
    }

    @Test
    void whatIsRecommendedIsTheNinetyNinthOfAHundredAndAQuarterMore() {
        assertThat(of(many(20, Outcome.GRACEFUL, 10)).recommendedGracePeriod()).isEqualTo("15s");
        Shutdown[] hundred = Stream.concat(
                        Stream.of(many(99, Outcome.GRACEFUL, 8)), Stream.of(ended(100, Outcome.ESCALATED, 300)))
                .toArray(Shutdown[]::new);
        assertThat(of(hundred).recommendedGracePeriod()).isEqualTo("10s");
    }

    @Test
    void whereMoreThanOneInAHundredWasForcedMoreMayBeNeeded() {
        Shutdown[] some = Stream.concat(
                        Stream.of(many(30, Outcome.GRACEFUL, 8)), Stream.of(ended(100, Outcome.FORCED, 30)))
                .toArray(Shutdown[]::new);
        assertThat(of(some).recommendedGracePeriod()).isEqualTo("≥40s");
    }

    @Test
    void whatWasKilledOrNotSeenTellsNothingOfTheTimeThatIsNeeded() {
        assertThat(of(many(40, Outcome.SIGNALLED, 1)).recommendedGracePeriod()).isNull();
        assertThat(of(many(40, Outcome.FAILED, 1)).recommendedGracePeriod()).isNull();
    }

    private static RollUp of(Shutdown... records) {
        return RollUp.of(List.of(records), null, Optional.of("shop"));
    }

    private static Shutdown[] many(int count, Outcome outcome, long seconds) {
        return IntStream.range(0, count)
                .mapToObj(i -> ended(i, outcome, seconds))
                .toArray(Shutdown[]::new);
    }

    private static Shutdown ended(int at, Outcome outcome, long seconds) {
        return Finished.shutdown("n" + at, outcome, NOON.plusSeconds(at), Duration.ofSeconds(seconds));
    }
}
