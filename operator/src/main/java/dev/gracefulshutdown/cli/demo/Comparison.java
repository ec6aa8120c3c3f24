package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Inks;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.cli.kit.Timeline;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.util.List;

/** Both rounds for people: each role's two timelines, then one table. */
record Comparison(List<Performance> classic, List<Performance> byPolicy) {
    void print(Terminal terminal) {
        for (int i = 0; i < classic.size(); i++) {
            Role role = classic.get(i).role();
            terminal.out().println();
            terminal.out()
                    .println(terminal.style().paint(Ink.STRONG, role.name())
                            + terminal.style().paint(Ink.FAINT, "   " + role.about()));
            timeline(classic.get(i), terminal);
            timeline(byPolicy.get(i), terminal);
        }
        terminal.out().println();
        table().print(terminal);
    }

    private static void timeline(Performance performance, Terminal terminal) {
        ShutdownReport report = performance.report();
        terminal.out().println("  " + performance.by());
        Timeline.of(report.timeline(), report.sinceFirstSignal(), outcome(report), report.reason())
                .with(Asides.of(performance))
                .print(terminal);
    }

    /** Narrow enough for a terminal of 80 columns. */
    Table table() {
        Table table = Table.of("PROCESS", "CLASSIC", "", "CLEAN-UP", "POLICY", "", "CLEAN-UP")
                .narrow()
                .alignRight(1)
                .alignRight(4);
        for (int i = 0; i < classic.size(); i++) {
            Performance before = classic.get(i);
            Performance after = byPolicy.get(i);
            table.row(
                    new Styled(before.role().name(), Ink.NAME),
                    took(before),
                    how(before),
                    before.cleanUp(),
                    took(after),
                    how(after),
                    after.cleanUp());
        }
        return table;
    }

    private static Styled took(Performance performance) {
        return Styled.plain(Seconds.aligned(performance.report().took()));
    }

    private static Styled how(Performance performance) {
        Outcome outcome = outcome(performance.report());
        String code = performance.report().exit() instanceof ExitStatus.Unknown
                ? ""
                : " (" + performance.report().exit().code() + ")";
        return new Styled(outcome.label() + code, Inks.of(outcome));
    }

    private static Outcome outcome(ShutdownReport report) {
        return report.outcome().orElse(Outcome.FAILED);
    }
}
