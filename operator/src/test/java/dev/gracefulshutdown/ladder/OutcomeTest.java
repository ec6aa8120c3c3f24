package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.ExitStatus.Code;
import dev.gracefulshutdown.ladder.ExitStatus.Killed;
import dev.gracefulshutdown.ladder.ExitStatus.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 11: what an exit is called, over every sequence of asking, photographs and others' signals. */
class OutcomeTest {
    private static final Step TERM = Step.ask(Duration.ofSeconds(1), Signal.TERM);
    private static final Step INT = Step.ask(Duration.ofSeconds(3), Signal.INT);
    private static final Step PHOTO = diagnose(Duration.ZERO);
    private static final Step DUMP = diagnose(Duration.ofSeconds(2));
    private static final List<Step> LADDER = List.of(PHOTO, TERM, DUMP, INT);
    private static final List<ExitStatus> STATUSES = List.of(
            new Code(0),
            new Code(1),
            new Code(137),
            new Code(143),
            new Killed(Signal.TERM),
            new Killed(Signal.KILL),
            new Unknown());

    /** @param sent the steps that were sent, in their order */
    record Case(List<Step> sent, boolean byEngine, ExitStatus status, boolean outOfMemory) {
        Ending ending() {
            Asked asked = new Asked(LADDER);
            sent.forEach(step -> asked.by(step, true));
            if (byEngine) {
                asked.byOther(Signal.TERM);
            }
            return asked.ending(status, outOfMemory);
        }
    }

    /** Every choice of the steps: a jumped one is not sent, and later ones are. */
    private static List<List<Step>> choices() {
        return IntStream.range(0, 1 << LADDER.size())
                .mapToObj(bits -> LADDER.stream()
                        .filter(step -> (bits >> LADDER.indexOf(step) & 1) != 0)
                        .toList())
                .toList();
    }

    private static Step diagnose(Duration at) {
        return new Step(at, Signal.QUIT, Delivery.AUTO, Step.Purpose.DIAGNOSE);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (List<Step> sent : choices()) {
            for (ExitStatus status : STATUSES) {
                for (boolean byEngine : new boolean[] {false, true}) {
                    cases.add(new Case(sent, byEngine, status, false));
                    cases.add(new Case(sent, byEngine, status, true));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sigkillByWhateverHandIsForcedAndOutOfMemoryOnlyIfTheKernelSaysSo(Case c) {
        boolean forced = c.ending().outcome() == Outcome.FORCED;
        assertThat(forced).isEqualTo(c.status().isSigkill());
        assertThat(c.ending().reason().contains("out of memory")).isEqualTo(forced && c.outOfMemory());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFirstAskingStepIsGracefulALaterOneEscalatedAndAPhotographChangesNothing(Case c) {
        if (c.status().isSigkill() || c.status() instanceof Unknown) {
            return;
        }
        Outcome expected;
        if (c.sent().contains(INT)) {
            expected = Outcome.ESCALATED;
        } else {
            expected = c.sent().contains(TERM) || c.byEngine() ? Outcome.GRACEFUL : Outcome.ALREADY_GONE;
        }
        assertThat(c.ending().outcome()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPhotographIsEverTheReason(Case c) {
        assertThat(c.ending().reason()).doesNotContain(DUMP.signal().fullName());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anUnknownStatusIsNeverGraceful(Case c) {
        if (c.status() instanceof Unknown) {
            assertThat(c.ending().outcome()).isIn(Outcome.FAILED, Outcome.ALREADY_GONE);
        }
    }

    @Test
    void anEnginesCode255MeansThatItDoesNotKnow() {
        assertThat(ExitStatus.ofEngineCode(255)).isEqualTo(new Unknown());
        assertThat(ExitStatus.ofEngineCode(7)).isEqualTo(new Code(7));
    }
}
