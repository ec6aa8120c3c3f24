package dev.gracefulshutdown.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class LiveProgressTest {
    private final StringWriter written = new StringWriter();
    private final PrintWriter writer = new PrintWriter(written);

    @Test
    void aLogGetsTheNewsAndNotTheTicks() {
        try (LiveProgress progress = new AppendedProgress(writer)) {
            LiveProgress.Line line = progress.line();
            line.tell("SIGTERM sent");
            line.tick("waiting, 1 s");
            line.tell("gone");
        }

        assertThat(written).hasToString("SIGTERM sent\ngone\n");
    }

    @Test
    void aTerminalRedrawsTheBlockInPlace() {
        try (LiveProgress progress = new RedrawnProgress(writer, 80)) {
            LiveProgress.Line one = progress.line();
            LiveProgress.Line two = progress.line();
            one.tell("first");
            two.tick("second");
            progress.println("above");
        }

        assertThat(written.toString())
                .isEqualTo(String.join(
                        "",
                        "\033[?25l",
                        "first\033[K\n\033[K\n",
                        "\033[2A\rfirst\033[K\nsecond\033[K\n",
                        "\033[2A\rabove\033[K\nfirst\033[K\nsecond\033[K\n",
                        "\033[?25h"));
    }

    @Test
    void noLineWrapsAndColoursEndWhereTheyShould() {
        try (LiveProgress progress = new RedrawnProgress(writer, 4)) {
            progress.line().tell("\033[31mabcdef\033[0m");
        }

        assertThat(written.toString()).contains("\033[31mabcd\033[0m\033[K\n");
    }

    @Test
    void whatComesAfterTheEndIsLeftOutAndTheCursorComesBackOnce() {
        RedrawnProgress progress = new RedrawnProgress(writer, 80);
        LiveProgress.Line line = progress.line();
        progress.close();
        line.tell("late");
        progress.close();

        assertThat(written).hasToString("\033[?25l\033[?25h");
    }

    @Test
    void linesOfSeveralThreadsDoNotMix() {
        try (LiveProgress progress = new RedrawnProgress(writer, 80);
                var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                LiveProgress.Line line = progress.line();
                String text = "line " + i;
                threads.execute(() -> {
                    for (int n = 0; n < 50; n++) {
                        line.tell(text);
                    }
                });
            }
        }

        String last = written.toString().substring(written.toString().lastIndexOf('\r') + 1);
        assertThat(last).isEqualTo("line 0\033[K\nline 1\033[K\nline 2\033[K\nline 3\033[K\n\033[?25h");
    }
}
