package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,PT1M30S", "1m30s,PT1M30S", "500ms,PT0.5S", "24h,PT24H", "0s,PT0S", "1h1m1s1ms,PT1H1M1.001S"})
    void readsWhatGep2257Allows(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -5s | has a sign: durations are never negative, write 5s
            +5s | has a sign: durations are never negative, write 5s
            -x | has a sign: durations are never negative, write 90s
            1.5s | has a fraction: use a smaller unit, for example 1s500ms or 1m30s
            60 | has no unit: write 60s
            1d | is no duration: write numbers with h, m, s or ms, for example 90s, 1m30s or 500ms
            PT5S | is no duration: write numbers with h, m, s or ms, for example 90s, 1m30s or 500ms
            1440m1s | is more than 24h: write 24h or less
            25h | is more than 24h: write 24h or less
            99999h99999h | is more than 24h: write 24h or less
            100000h | is more than 24h: write 24h or less
            999999h | is more than 24h: write 24h or less
            86400001ms | is more than 24h: write 24h or less
            9999999999999999999999s | is more than 24h: write 24h or less
            86400000ms | has a number of more than 5 digits: write 24h
            100000ms | has a number of more than 5 digits: write 1m40s
            0000005s | has a number of more than 5 digits: write 5s
            1h1m1s1ms1ms | has more than 4 parts: write 1h1m1s2ms
            1h 30m | is no duration: write numbers with h, m, s or ms, for example 90s, 1m30s or 500ms
            """)
    void saysWhatIsWrongAndHowToWriteIt(String text, String message) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"PT1M30S,1m30s", "PT0S,0s", "PT24H,24h", "PT20.4S,20s400ms", "PT0.0009S,0s"})
    void writesTheShortestForm(Duration duration, String expected) {
        assertThat(Durations.format(duration)).isEqualTo(expected);
    }
}
