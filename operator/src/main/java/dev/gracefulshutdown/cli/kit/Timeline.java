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
 * @param notes what happened beside the steps, in order
 * @param end how it ended; empty while it runs
 */
public record Timeline(List<StepRecord> steps, List<Note> notes, Optional<End> end) {
    /**
     * A line that is no step's.
     *
     * @param at on the clock of the steps
     */
    public record Note(Duration at, Styled what) {}

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
        notes = List.copyOf(notes);
    }

    /** One that is over. */
    public static Timeline of(List<StepRecord> steps, Duration at, Outcome outcome, String reason) {
        return new Timeline(steps, List.of(), Optional.of(new End(at, outcome, reason)));
    }

    /** The same with what happened beside the steps. */
    public Timeline with(List<Note> others) {
        return new Timeline(steps, others, end);
    }

    /** Writes it to standard output. */
    public void print(Terminal terminal) {
        render(terminal.style()).forEach(terminal.out()::println);
    }

    /** Its lines. */
    public List<String> render(Style style) {
        Table table = Table.of();
        steps.forEach(step -> table.row(row(step, style)));
        List<String> stepLines = table.render(style, Integer.MAX_VALUE);
        List<String> lines = new ArrayList<>();
        int told = 0;
        for (int i = 0; i < steps.size(); i++) {
            for (; told < notes.size() && isBefore(notes.get(told), steps.get(i)); told++) {
                lines.add(line(notes.get(told), style));
            }
            lines.add(stepLines.get(i));
        }
        notes.stream().skip(told).forEach(note -> lines.add(line(note, style)));
        end.ifPresent(it -> lines.add(line(it, style)));
        return List.copyOf(lines);
    }

    private static boolean isBefore(Note note, StepRecord step) {
        return note.at().compareTo(step.at()) <= 0;
    }

    private static String line(Note note, Style style) {
        return style.paint(at(note.at())) + "   " + style.paint(note.what());
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
