package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 3 over every combination of what can be read of a process. */
class HearingTest {
    record Case(
            boolean init,
            boolean caught,
            boolean blocked,
            boolean ignored,
            boolean forwarder,
            boolean readable,
            Signal signal) {
        ProcessFacts process() {
            return new ProcessFacts(
                    new ProcessKey(100, 1),
                    1,
                    init ? 1 : 7,
                    "p",
                    'S',
                    caught ? SignalSet.of(signal) : SignalSet.NONE,
                    blocked ? SignalSet.of(signal) : SignalSet.NONE,
                    ignored ? SignalSet.of(signal) : SignalSet.NONE,
                    forwarder,
                    readable);
        }

        Hearing hearing() {
            return Hearing.of(process(), signal);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Signal signal : List.of(Signal.TERM, Signal.INT, Signal.USR1, new Signal(37))) {
            for (int bits = 0; bits < 64; bits++) {
                cases.add(new Case(
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        (bits & 4) != 0,
                        (bits & 8) != 0,
                        (bits & 16) != 0,
                        (bits & 32) != 0,
                        signal));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatCannotBeReadIsUnknownAndNothingElseIs(Case c) {
        assertThat(c.hearing() == Hearing.UNKNOWN).isEqualTo(!c.readable());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlyWhoNeitherForwardsNorCatchesNorQueuesIsDeafOrEnded(Case c) {
        boolean hears = c.forwarder() || c.caught() || c.blocked();
        assertThat(c.hearing().hears()).isEqualTo(c.readable() && hears);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDefaultActionEndsAllButTheFirstOfANamespace(Case c) {
        if (c.hearing() == Hearing.ENDS) {
            assertThat(c.init()).isFalse();
            assertThat(c.ignored()).isFalse();
        }
        if (c.hearing() == Hearing.DEAF) {
            assertThat(c.init() || c.ignored()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"CHLD", "CONT", "TSTP", "TTIN", "TTOU", "URG", "WINCH"})
    void aSignalWhoseDefaultEndsNobodyIsNotHeardByDefault(String name) {
        Signal signal = Signal.parse(name).orElseThrow();
        assertThat(new Case(false, false, false, false, false, true, signal).hearing())
                .isEqualTo(Hearing.DEAF);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sigkillEndsEverybodyWhoCanBeRead(Case c) {
        assertThat(Hearing.of(c.process(), Signal.KILL)).isEqualTo(c.readable() ? Hearing.ENDS : Hearing.UNKNOWN);
    }

    @Test
    void aForwardingInitForwardsWhateverItsMasksSay() {
        assertThat(new Case(true, true, true, false, true, true, Signal.TERM).hearing())
                .isEqualTo(Hearing.FORWARDS);
    }
}
