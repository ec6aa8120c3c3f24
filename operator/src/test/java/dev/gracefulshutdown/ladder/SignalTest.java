package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.ladder.Signal#all")
    void everySignalIsReadBackFromEachOfItsNames(Signal signal) {
        assertThat(Signal.parse(signal.fullName())).contains(signal);
        assertThat(Signal.parse(signal.shortName())).contains(signal);
        assertThat(Signal.parse(Integer.toString(signal.number()))).contains(signal);
    }

    @ParameterizedTest
    @CsvSource({"SIGTERM,15", "term,15", "15,15", "RTMIN,34", "SIGRTMIN+3,37", "RTMAX-1,63", "IOT,6", "cld,17"})
    void namesAreReadAsTheDockerCliReadsThem(String text, int number) {
        assertThat(Signal.parse(text)).contains(new Signal(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "65", "32", "SIG", "SIGSIGTERM", "SIGFOO", "RTMIN+31", "RTMAX-31", "TERM+1"})
    void whatIsNoSignalIsRefused(String text) {
        assertThat(Signal.parse(text)).isEmpty();
    }

    @Test
    void zeroIsNoSignal() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Signal(0));
    }

    @Test
    void aMaskBitIsTheSignalNumberLessOne() {
        SignalSet caught = SignalSet.parse("0000000000004002");
        assertThat(Signal.all().stream().filter(caught::contains)).containsExactly(Signal.INT, Signal.TERM);
    }
}
