package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Inks;
import dev.gracefulshutdown.cli.kit.Style;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.GraceFit;
import dev.gracefulshutdown.diagnosis.Prospect;
import dev.gracefulshutdown.diagnosis.Sentences;

/** One container in detail: what was seen, what follows, what to do. */
final class DetailBlock {
    private final Finding finding;
    private final Diagnosis diagnosis;

    DetailBlock(Finding finding) {
        this.finding = finding;
        this.diagnosis = finding.diagnosis();
    }

    void print(Terminal terminal) {
        Style style = terminal.style();
        terminal.out()
                .println(style.paint(Ink.STRONG, diagnosis.container())
                        + style.paint(
                                Ink.FAINT,
                                "   " + finding.container().image() + "   "
                                        + finding.container().shortId()));
        findings()
                .render(style, Integer.MAX_VALUE)
                .forEach(line -> terminal.out().println("  " + line));
        AdviceLines.print(diagnosis.advice(), terminal);
        terminal.out().println();
    }

    private Table findings() {
        Table table = Table.of();
        row(table, "PID 1", Styled.plain(diagnosis.main().orElse("?") + profile()));
        row(
                table,
                "stop signal",
                Styled.plain(diagnosis.engine().signal() + " ("
                        + diagnosis.engine().signalFrom().words() + "), SIGKILL after "
                        + Durations.format(diagnosis.engine().timeout()) + " ("
                        + diagnosis.engine().timeoutWords() + ")"));
        row(
                table,
                "hears",
                new Styled(
                        diagnosis.evidence().hearing().label() + ": "
                                + diagnosis.evidence().words(),
                        Inks.of(diagnosis.evidence().hearing())));
        row(
                table,
                "docker stop",
                new Styled(
                        Sentences.brief(diagnosis.verdict(), diagnosis.engine().timeout()) + " ("
                                + diagnosis.verdict().certainty().words() + ")",
                        Overview.ink(diagnosis.verdict().expectation())));
        row(table, "why", Styled.plain(Sentences.why(diagnosis.verdict())));
        finding.notes().forEach(note -> row(table, "note", Styled.plain(note)));
        diagnosis.byPolicy().ifPresent(prospect -> byPolicy(table, prospect));
        diagnosis.fit().ifPresent(fit -> row(table, "ladder", Styled.plain(words(fit))));
        return table;
    }

    private void byPolicy(Table table, Prospect prospect) {
        row(
                table,
                "by policy",
                new Styled(
                        finding.policy().orElse("") + ": " + prospect.words(), Overview.ink(prospect.expectation())));
        prospect.steps().forEach(step -> row(table, "", Styled.plain("  " + Overview.line(step))));
        prospect.assumptions().forEach(assumption -> row(table, "", Styled.plain("  " + assumption)));
    }

    private String profile() {
        return diagnosis.profile().map(p -> " (profile " + p + ")").orElse("");
    }

    private static String words(GraceFit fit) {
        return "up to " + Durations.format(fit.needed())
                + (fit.fits() ? ", fits into " : ", does not fit into ")
                + "the engine's " + Durations.format(fit.timeout());
    }

    private static void row(Table table, String heading, Styled text) {
        table.row(new Styled(heading, Ink.FAINT), text);
    }
}
