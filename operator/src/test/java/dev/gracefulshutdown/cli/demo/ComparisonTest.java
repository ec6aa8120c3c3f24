package dev.gracefulshutdown.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.cli.kit.ColorMode;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Style;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.ladder.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ComparisonTest {
    private static final int WIDTH = 80;

    /** The longest name, the longest times, the longest outcomes with exit codes of three digits. */
    @Test
    void theTableFitsATerminalOfEightyColumnsWhateverTheOutcomes() {
        Role role = Role.all().stream()
                .filter(r -> r.name().equals("wrapped"))
                .findFirst()
                .orElseThrow();
        Performance classic = Performances.of(role, Outcome.GRACEFUL, 143, Duration.ofMillis(4_000));
        for (Outcome outcome : List.of(Outcome.ESCALATED, Outcome.SIGNALLED, Outcome.FORCED)) {
            Performance byPolicy = Performances.of(role, outcome, 143, Duration.ofMillis(20_123));

            List<String> lines =
                    new Comparison(List.of(classic), List.of(byPolicy)).table().render(Style.plain(), WIDTH);

            assertThat(lines)
                    .allSatisfy(line -> assertThat(line)
                            .hasSizeLessThanOrEqualTo(WIDTH)
                            .doesNotContain(Style.plain().glyphs().ellipsis()));
            assertThat(lines.getFirst()).endsWith("  CLEAN-UP");
            assertThat(lines.getLast()).endsWith("(143)  cut off");
        }
    }

    @Test
    void noLineOfTheDemosOwnPoliciesIsWiderThanATerminal() {
        assertThat(PolicyText.ours().yaml().lines().filter(line -> line.length() > WIDTH))
                .isEmpty();
    }

    @Test
    void programsAreToldTheSameAsidesAsPeople() {
        Role role = Role.all().getFirst();
        Performance held = Performances.released(role);

        var items = DemoDocument.of(new Comparison(
                        List.of(), List.of(held, Performances.of(role, Outcome.GRACEFUL, 0, Duration.ofSeconds(1)))))
                .getItems();

        assertThat(Objects.requireNonNull(items.getFirst()).getMetadata().getAnnotations())
                .containsEntry("gracefulshutdown.dev/by", "policy polite")
                .containsEntry(
                        "gracefulshutdown.dev/notices",
                        "-2s drain delay: no signal for 2s; 3s held: the grace period is over, and SIGKILL is not sent;"
                                + " 13.05s released by the demo, for nobody else is there to do it");
        assertThat(Objects.requireNonNull(items.getLast()).getMetadata().getAnnotations())
                .doesNotContainKey("gracefulshutdown.dev/notices");
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"JSON", "YAML"})
    void whatProgramsAreToldIsReadBackByTheRulesOfTheApi(OutputFormat format) {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(Writer.nullWriter()),
                ColorMode.NEVER,
                Surroundings.none(),
                StandardCharsets.UTF_8);
        Role role = Role.all().getFirst();
        Comparison comparison = new Comparison(
                List.of(Performances.of(role, Outcome.FORCED, 137, Duration.ofSeconds(4))),
                List.of(Performances.released(role)));

        format.write(terminal, DemoDocument.of(comparison), t -> {});

        Loaded loaded = ResourceFiles.parse(Path.of("demo"), out.toString());
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.shutdowns())
                .extracting(shutdown -> shutdown.getMetadata().getName())
                .containsExactly("classic-polite", "policy-polite");
    }
}
