package dev.gracefulshutdown.ladder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 1 where the engine's own end comes first, over generated ladders; a failure names its seed. */
class CompressionTest {
    static LongStream seeds() {
        return LongStream.range(0, 1_000);
    }

    private record Case(Ladder ladder, Duration available) {
        static Case of(long seed) {
            return new Case(Scripts.of(seed).ladder(), Duration.ofMillis(new Dice(-seed).below(30_000)));
        }

        Duration whole() {
            return ladder.drainDelay().plus(ladder.gracePeriod());
        }

        boolean fits() {
            return whole().compareTo(available) <= 0;
        }

        Ladder compressed() {
            return ladder.compressedTo(available);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEndIsNeverAfterTheEngines(long seed) {
        Case c = Case.of(seed);
        Ladder compressed = c.compressed();
        assertThat(compressed.drainDelay().plus(compressed.gracePeriod()).plus(compressed.maxExtension()))
                .isLessThanOrEqualTo(c.available());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatFitsLosesNothingButAnExtensionThatIsTooLong(long seed) {
        Case c = Case.of(seed);
        if (c.fits()) {
            Duration left = c.available().minus(c.whole());
            boolean tooLong = left.compareTo(c.ladder().maxExtension()) < 0;
            assertThat(c.compressed().steps()).isEqualTo(c.ladder().steps());
            assertThat(c.compressed().drainDelay()).isEqualTo(c.ladder().drainDelay());
            assertThat(c.compressed().gracePeriod()).isEqualTo(c.ladder().gracePeriod());
            assertThat(c.compressed().maxExtension())
                    .isEqualTo(tooLong ? left : c.ladder().maxExtension());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatDoesNotFitBeginsAtOnceAndKeepsItsStepsInProportion(long seed) {
        Case c = Case.of(seed);
        List<Step> before = c.ladder().steps();
        if (c.fits() || before.isEmpty()) {
            return;
        }
        Ladder compressed = c.compressed();
        assertThat(compressed.drainDelay()).isZero();
        assertThat(compressed.maxExtension()).isZero();
        assertThat(compressed.steps().getFirst().at()).isZero();
        for (int i = 0; i < compressed.steps().size(); i++) {
            double share = (double) before.get(i).at().toNanos()
                    / Math.max(1, c.ladder().gracePeriod().toNanos());
            assertThat((double) compressed.steps().get(i).at().toNanos())
                    .isBetween(
                            share * compressed.gracePeriod().toNanos() - 1_000,
                            share * compressed.gracePeriod().toNanos() + 1_000);
            assertThat(compressed.steps().get(i).signal())
                    .isEqualTo(before.get(i).signal());
        }
    }
}
