package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Signal;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignalNameTest {
    static Stream<String> candidates() {
        Stream<String> bare = Stream.of(
                        Signal.all().stream().map(Signal::shortName),
                        Stream.of("IOT", "CLD", "POLL", "RTMAX", "RTMAX+1", "RTMIN-1", "FOO", "", "SIG", "RTMIN+01"),
                        IntStream.rangeClosed(0, 40).mapToObj(n -> "RTMIN+" + n),
                        IntStream.rangeClosed(0, 40).mapToObj(n -> "RTMAX-" + n))
                .flatMap(s -> s);
        return bare.flatMap(name -> Stream.of(name, "SIG" + name));
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void thePatternIsWhatTheLadderReads(String name) {
        boolean canonical = !name.matches(".*\\+0\\d");

        assertThat(name.matches(SignalName.PATTERN))
                .isEqualTo(canonical && Signal.parse(name).isPresent());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersAreNoNames(String number) {
        assertThat(number).doesNotMatch(SignalName.PATTERN);
    }

    static Stream<String> numbers() {
        return IntStream.rangeClosed(0, 65).mapToObj(Integer::toString);
    }
}
