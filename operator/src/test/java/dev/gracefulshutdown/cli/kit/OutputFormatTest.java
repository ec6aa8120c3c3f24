package dev.gracefulshutdown.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutputFormatTest {
    private record Result(Outcome outcome, Duration took, Optional<String> note, List<StepRecord> steps) {}

    private static final Result RESULT = new Result(
            Outcome.ALREADY_GONE,
            Duration.ofMillis(10_100),
            Optional.empty(),
            List.of(Steps.heard(0, Signal.TERM, "1 postgres")));

    private static String written(OutputFormat format) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Terminal terminal = new Terminal(out, out, ColorMode.NEVER, Surroundings.none(), StandardCharsets.UTF_8);
        format.write(terminal, RESULT, t -> t.out().println("for people"));
        return text.toString();
    }

    @Test
    void programsGetTheApisWords() {
        assertThat(written(OutputFormat.YAML)).isEqualTo("""
                        outcome: AlreadyGone
                        took: 10.1s
                        steps:
                        - at: 0s
                          signal: SIGTERM
                          sentBy: agent
                          to:
                          - 1 postgres
                          hearing: Catches
                          delivery: Delivered
                        """);
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(written(OutputFormat.JSON))
                .contains("\"outcome\" : \"AlreadyGone\"", "\"signal\" : \"SIGTERM\"", "\"took\" : \"10.1s\"")
                .doesNotContain("note");
    }

    @Test
    void peopleGetWhatIsMadeForThem() {
        assertThat(written(OutputFormat.TABLE)).isEqualTo("for people\n");
    }

    @Test
    void secondsKeepMillisecondsAndNoNeedlessZeros() {
        assertThat(Seconds.compact(Duration.ofSeconds(20))).isEqualTo("20s");
        assertThat(Seconds.compact(Duration.ofNanos(1_500_400_000))).isEqualTo("1.5s");
        assertThat(Seconds.aligned(Duration.ofMillis(3214))).isEqualTo("3.214 s");
        assertThat(Seconds.aligned(Duration.ZERO)).isEqualTo("0.000 s");
    }
}
