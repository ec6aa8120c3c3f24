package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Style;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.diagnosis.Advice;
import java.util.List;

/** Advice for people, with its lines to copy. */
public final class AdviceLines {
    private AdviceLines() {}

    /** Writes it to standard output. */
    public static void print(List<Advice> all, Terminal terminal) {
        Style style = terminal.style();
        for (Advice advice : all) {
            terminal.out().println("  " + style.paint(Ink.FAINT, style.glyphs().arrow()) + " " + advice.words());
            advice.lines().forEach(line -> terminal.out().println("      " + style.paint(Ink.NAME, line)));
        }
    }
}
