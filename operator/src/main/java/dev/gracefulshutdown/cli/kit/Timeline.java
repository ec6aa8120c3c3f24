package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A shutdown as it went, one line a step: when, what, to whom, who would have heard, whether it arrived.
 *
 * @param steps in order
 * @param end how it ended; empty while it runs
 */
public record Timeline(List<StepRecord> steps, Optional<End> end) {
    /**
     * The last line.
     *
     * @param at on the clock of the steps
     * @param outcome decides the colour
     * @param reason in words: "exited by itself after SIGINT"
     */
    public record End(Duration at, Outcome outcome, String reason) {}

    public Timeline {
        steps = List.copyOf(steps);
    }

    /** One that is over. */
    public static Timeline of(List<StepRecord> steps, Duration at, Outcome outcome, String reason) {
        return new Timeline(steps, Optional.of(new End(at, outcome, reason)));
    }

    /** Writes it to standard output. */
    public void print(Terminal terminal) {
        render(terminal.style()).forEach(terminal.out()::println);
    }

    /** Its lines. */
    public List<String> render(Style style) {
        Table table = Table.of();
        steps.forEach(step -> table.row(row(step, style)));
        List<String> lines = new ArrayList<>(table.render(style, Integer.MAX_VALUE));
        end.ifPresent(it -> lines.add(line(it, style)));
        return List.copyOf(lines);
    }

    private static Styled[] row(StepRecord step, Style style) {
        String to = step.to().isEmpty() ? "nobody" : String.join(", ", step.to());
        return new Styled[] {
            at(step.at()),
            new Styled(step.signal().fullName(), step.signal().equals(Signal.KILL) ? Ink.BAD : Ink.NAME),
            Styled.plain(style.glyphs().arrow() + " " + to),
            new Styled(step.hearing().label(), Inks.of(step.hearing())),
            new Styled(delivery(step), Inks.of(step.delivery())),
        };
    }

    private static String delivery(StepRecord step) {
        String by = step.sentBy() == StepRecord.SentBy.RUNTIME ? " by the engine" : "";
        return Words.capitalised(step.delivery()) + by;
    }

    /** No row of the table: its words are longer than any signal's name and would push the columns apart. */
    private static String line(End end, Style style) {
        String what =
                Inks.mark(end.outcome(), style.glyphs()) + " " + end.outcome().label();
        return style.paint(at(end.at())) + "   " + style.paint(Inks.of(end.outcome()), what) + ": " + end.reason();
    }

    /** All as wide as the longest ladder's, so that two timelines below each other align. */
    private static Styled at(Duration offset) {
        return new Styled("%12s".formatted(Seconds.aligned(offset)), Ink.FAINT);
    }
}
