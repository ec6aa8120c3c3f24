package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Inks;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.diagnosis.Advice;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Expectation;
import dev.gracefulshutdown.diagnosis.Sentences;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One line a container. */
final class Overview {
    private Overview() {}

    /** @param policies some were given, so there is one column more */
    static Table of(List<Finding> findings, boolean policies) {
        List<String> headings = new ArrayList<>(List.of("NAME", "PID 1", "SIGNAL", "HEARS", "TODAY"));
        headings.addAll(policies ? List.of("BY POLICY", "ADVICE") : List.of("ADVICE"));
        Table table = Table.of(headings.toArray(String[]::new));
        for (Finding finding : findings) {
            List<Styled> row = new ArrayList<>(today(finding.diagnosis()));
            if (policies) {
                row.add(byPolicy(finding));
            }
            row.add(Styled.plain(finding.diagnosis().advice().stream()
                    .findFirst()
                    .map(Advice::brief)
                    .orElse("")));
            table.row(row.toArray(Styled[]::new));
        }
        return table;
    }

    private static Styled byPolicy(Finding finding) {
        return finding.diagnosis()
                .byPolicy()
                .map(p -> new Styled(finding.policy().orElse("") + ": " + p.words(), ink(p.expectation())))
                .orElseGet(() -> Styled.plain(""));
    }

    /** {@code 20s SIGINT to 1 postgres (Catches)}. */
    static String line(StepRecord step) {
        String at = Durations.format(Duration.ofMillis(step.at().toMillis() / 100 * 100));
        if (step.signal().equals(Signal.KILL)) {
            return at + " SIGKILL to all that are left";
        }
        return at + " " + step.signal() + " to " + String.join(", ", step.to()) + " ("
                + step.hearing().label()
                + (step.delivery() == StepRecord.Result.UNDELIVERABLE ? ", nobody hears)" : ")");
    }

    private static List<Styled> today(Diagnosis diagnosis) {
        return List.of(
                new Styled(diagnosis.container(), Ink.NAME),
                Styled.plain(diagnosis.main().map(Overview::program).orElse("?")),
                Styled.plain(diagnosis.engine().signal().shortName()),
                new Styled(
                        diagnosis.evidence().hearing().label(),
                        Inks.of(diagnosis.evidence().hearing())),
                new Styled(
                        Sentences.brief(diagnosis.verdict(), diagnosis.engine().timeout()),
                        ink(diagnosis.verdict().expectation())));
    }

    /** The column's heading has the 1 already; where it is another PID it is worth its place. */
    private static String program(String display) {
        return display.startsWith("1 ") ? display.substring(2) : display;
    }

    static Ink ink(Expectation expectation) {
        return switch (expectation) {
            case ENDS -> Ink.GOOD;
            case PERHAPS, UNKNOWN -> Ink.WARN;
            case LOSES, KILLED -> Ink.BAD;
        };
    }
}
