package dev.gracefulshutdown.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    private static Terminal terminal(ColorMode color, boolean isTerminal, Map<String, String> environment) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Terminal(
                nowhere, nowhere, color, new Surroundings(isTerminal, false, environment), StandardCharsets.UTF_8);
    }

    private static boolean colored(ColorMode color, boolean isTerminal, Map<String, String> environment) {
        return terminal(color, isTerminal, environment).style().color();
    }

    @Test
    void colourIsForTerminals() {
        assertThat(colored(ColorMode.AUTO, true, Map.of())).isTrue();
        assertThat(colored(ColorMode.AUTO, false, Map.of())).isFalse();
    }

    @Test
    void noColorCountsWhenItIsNotEmpty() {
        assertThat(colored(ColorMode.AUTO, true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(colored(ColorMode.AUTO, true, Map.of("NO_COLOR", ""))).isTrue();
    }

    @Test
    void aDumbTerminalGetsNoEscapes() {
        Terminal dumb = terminal(ColorMode.AUTO, true, Map.of("TERM", "dumb"));

        assertThat(dumb.style().color()).isFalse();
        try (LiveProgress progress = dumb.progressOnOut()) {
            assertThat(progress).isInstanceOf(AppendedProgress.class);
        }
    }

    @Test
    void theOptionOutranksTheEnvironment() {
        assertThat(colored(ColorMode.ALWAYS, false, Map.of("NO_COLOR", "1"))).isTrue();
        assertThat(colored(ColorMode.NEVER, true, Map.of())).isFalse();
    }

    @Test
    void eachStreamIsJudgedByItself() {
        assertThat(terminal(ColorMode.AUTO, true, Map.of()).errStyle().color()).isFalse();
    }

    @Test
    void theWidthIsWhatColumnsSaysOrEighty() {
        assertThat(terminal(ColorMode.AUTO, true, Map.of("COLUMNS", "132")).width())
                .isEqualTo(132);
        assertThat(terminal(ColorMode.AUTO, true, Map.of("COLUMNS", "wide")).width())
                .isEqualTo(80);
        assertThat(terminal(ColorMode.AUTO, true, Map.of()).width()).isEqualTo(80);
    }

    @Test
    void encodingsWithoutTheSignsGetStandIns() {
        assertThat(Glyphs.of(StandardCharsets.UTF_8)).isEqualTo(Glyphs.UNICODE);
        assertThat(Glyphs.of(StandardCharsets.ISO_8859_1)).isEqualTo(Glyphs.ASCII);
    }
}
