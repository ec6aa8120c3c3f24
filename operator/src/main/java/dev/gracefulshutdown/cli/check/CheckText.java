package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.diagnose.AdviceLines;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.cli.kit.Style;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.cli.kit.Timeline;
import dev.gracefulshutdown.diagnosis.Advice;

/** A result for people: the verdict, the timeline, the rules, what to change. */
record CheckText(Result result) {
    void print(Terminal terminal) {
        Style style = terminal.style();
        String verdict = result.isGood()
                ? style.paint(Ink.GOOD, style.glyphs().end() + " stops well")
                : style.paint(Ink.BAD, style.glyphs().killed() + " does not stop well");
        terminal.out()
                .println(style.paint(Ink.STRONG, result.image()) + "   " + verdict
                        + style.paint(Ink.FAINT, "   ready after " + Seconds.compact(result.readyAfter())));
        Timeline.of(
                        result.report().timeline(),
                        result.report().sinceFirstSignal(),
                        result.outcome(),
                        result.report().reason())
                .print(terminal);
        Table table = Table.of();
        Criterion.of(result).forEach(c -> table.row(row(c, style)));
        table.render(style, Integer.MAX_VALUE).forEach(line -> terminal.out().println("  " + line));
        AdviceLines.print(
                result.diagnosis().advice().stream()
                        .filter(a -> a.kind() != Advice.Kind.POLICY && !isForLadder(a))
                        .toList(),
                terminal);
    }

    /** A test of an image is no question of policies. */
    private boolean isForLadder(Advice advice) {
        return advice.kind() == Advice.Kind.TIMEOUT && result.isGood();
    }

    private static Styled[] row(Criterion criterion, Style style) {
        String mark = criterion.passed() ? style.glyphs().end() : style.glyphs().killed();
        return new Styled[] {
            new Styled(mark + " " + criterion.name(), criterion.passed() ? Ink.GOOD : Ink.BAD),
            Styled.plain(criterion.words()),
        };
    }
}
