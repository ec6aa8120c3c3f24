package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.cli.diagnose.AdviceLines;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Inks;
import dev.gracefulshutdown.cli.kit.Style;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.diagnosis.Advice;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Expectation;
import dev.gracefulshutdown.diagnosis.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report for people: a line a container, the 137s of the past, and with {@code --verbose} why and what to do. */
final class AuditText {
    private final Report report;
    private final boolean namespaces;
    private final boolean verbose;

    AuditText(Report report, boolean namespaces, boolean verbose) {
        this.report = report;
        this.namespaces = namespaces;
        this.verbose = verbose;
    }

    void print(Terminal terminal) {
        if (report.workloads().isEmpty()) {
            return;
        }
        if (verbose) {
            report.workloads().forEach(of -> {
                of.findings().forEach(f -> detail(of, f, terminal));
                of.policy().ifPresent(policy -> policy(of, policy, terminal));
            });
        }
        overview().print(terminal);
        Table kills = kills();
        if (!kills.isEmpty()) {
            terminal.out().println();
            kills.print(terminal);
        }
    }

    /** One line about all of it. */
    String summary() {
        long policies =
                report.workloads().stream().filter(w -> w.policy().isPresent()).count();
        long trouble = report.findings().filter(f -> f.trouble().isPresent()).count();
        String counts = Stream.of(
                        count(Expectation.ENDS, "end by themselves"),
                        count(Expectation.PERHAPS, "perhaps"),
                        count(Expectation.KILLED, "killed at each rollout"),
                        count(Expectation.LOSES, "lose processes"),
                        count(Expectation.UNKNOWN, "unknown"),
                        trouble > 0 ? trouble + " not looked at" : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return number(report.workloads().size(), "workload") + ", "
                + number(report.findings().count(), "container") + ": " + counts
                + (policies > 0 ? ". Policies for " + number(policies, "workload") + ": --policies" : "");
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String count(Expectation expectation, String words) {
        long count = report.count(expectation);
        return count > 0 ? count + " " + words : "";
    }

    private Table overview() {
        Table table = Table.of(
                cells("NAMESPACE", "WORKLOAD", "CONTAINER", "PID 1", "SIGNAL", "HEARS", "AT A ROLLOUT", "ADVICE"));
        for (Report.Of of : report.workloads()) {
            Styled name = new Styled(of.workload().id().brief(), Ink.NAME);
            Styled namespace = Styled.plain(of.workload().id().namespace());
            if (of.findings().isEmpty()) {
                table.row(cells(
                        namespace,
                        name,
                        Styled.plain(""),
                        Styled.plain(""),
                        Styled.plain(""),
                        Styled.plain(""),
                        new Styled("nothing runs now", Ink.FAINT)));
            }
            of.findings().forEach(f -> table.row(row(namespace, name, f)));
        }
        return table;
    }

    private Styled[] row(Styled namespace, Styled name, Finding finding) {
        Diagnosis diagnosis = finding.diagnosis();
        return cells(
                namespace,
                name,
                Styled.plain(finding.container() + (finding.sidecar() ? " (sidecar)" : "")),
                Styled.plain(program(diagnosis)),
                Styled.plain(diagnosis.engine().signal().shortName()),
                new Styled(
                        diagnosis.evidence().hearing().label(),
                        Inks.of(diagnosis.evidence().hearing())),
                new Styled(finding.today(), ink(finding.expectation())),
                Styled.plain(
                        finding.advice().stream().findFirst().map(Advice::brief).orElse("")));
    }

    /** The column's heading has the 1 already; where it is another PID it is worth its place. */
    private static String program(Diagnosis diagnosis) {
        String main = diagnosis.main().orElse("?");
        return main.startsWith("1 ") ? main.substring(2) : main;
    }

    private Table kills() {
        Table table = Table.of(cells("NAMESPACE", "137 IN THE PAST", "CONTAINER", "POD", "FINISHED", "BECAUSE"));
        for (Report.Of of : report.workloads()) {
            of.findings().stream()
                    .flatMap(f -> f.pastKills().stream())
                    .forEach(kill -> table.row(cells(
                            Styled.plain(of.workload().id().namespace()),
                            new Styled(of.workload().id().brief(), Ink.NAME),
                            Styled.plain(kill.container()),
                            Styled.plain(kill.pod()),
                            Styled.plain(kill.finishedAt()),
                            Styled.plain(kill.words()))));
        }
        return table;
    }

    private void detail(Report.Of of, Finding finding, Terminal terminal) {
        Style style = terminal.style();
        Diagnosis diagnosis = finding.diagnosis();
        terminal.out()
                .println(style.paint(Ink.STRONG, of.workload().id().brief() + " " + finding.container())
                        + style.paint(
                                Ink.FAINT,
                                "   " + of.workload().id().namespace() + "   looked at in pod " + finding.pod()));
        Table table = Table.of();
        table.row(
                new Styled("PID 1", Ink.FAINT),
                Styled.plain(diagnosis.main().orElse("?")
                        + diagnosis.profile().map(p -> " (profile " + p + ")").orElse("")));
        table.row(
                new Styled("stop signal", Ink.FAINT),
                Styled.plain(diagnosis.engine().signal() + " ("
                        + diagnosis.engine().signalFrom().words() + ")"));
        table.row(
                new Styled("hears", Ink.FAINT),
                new Styled(
                        diagnosis.evidence().hearing().label() + ": "
                                + diagnosis.evidence().words(),
                        Inks.of(diagnosis.evidence().hearing())));
        table.row(
                new Styled("at a rollout", Ink.FAINT),
                new Styled(
                        finding.today() + " (" + diagnosis.verdict().certainty().words() + ")",
                        ink(finding.expectation())));
        table.row(new Styled("why", Ink.FAINT), Styled.plain(Sentences.why(diagnosis.verdict())));
        finding.notes().forEach(note -> table.row(new Styled("note", Ink.FAINT), Styled.plain(note)));
        table.render(style, Integer.MAX_VALUE).forEach(line -> terminal.out().println("  " + line));
        AdviceLines.print(finding.advice(), terminal);
        terminal.out().println();
    }

    private static void policy(Report.Of of, String policy, Terminal terminal) {
        Style style = terminal.style();
        terminal.out().println("A policy for " + of.workload().id().brief() + " as it is:");
        policy.lines().forEach(line -> terminal.out().println("    " + style.paint(Ink.NAME, line)));
        terminal.out().println();
    }

    private static Ink ink(Expectation expectation) {
        return switch (expectation) {
            case ENDS -> Ink.GOOD;
            case PERHAPS, UNKNOWN -> Ink.WARN;
            case LOSES, KILLED -> Ink.BAD;
        };
    }

    private String[] cells(String... all) {
        return Stream.of(all).skip(namespaces ? 0 : 1).toArray(String[]::new);
    }

    private Styled[] cells(Styled... all) {
        List<Styled> cells = new ArrayList<>(List.of(all));
        return (namespaces ? cells : cells.subList(1, cells.size())).toArray(Styled[]::new);
    }
}
