package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shutdowns below each other on one scale, each a bar with its signals where they were sent:
 *
 * <pre>
 * docker stop   TERM━━━━━━━━━━━━━━━━━━━━━━━━━━✗ 10.100 s Forced
 * by policy     TERM━━━INT━● 3.214 s Escalated
 * </pre>
 */
public final class TimeBars {
    private static final int GAP = 3;
    private static final int WORDS = 25;
    private static final int SHORTEST = 20;
    private static final int LONGEST = 80;

    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String label, List<StepRecord> steps, Timeline.End end) {}

    /** Adds a bar. */
    public TimeBars add(String label, List<StepRecord> steps, Duration end, Outcome outcome) {
        bars.add(new Bar(label, List.copyOf(steps), new Timeline.End(end, outcome, "")));
        return this;
    }

    /** Writes them to standard output. */
    public void print(Terminal terminal) {
        render(terminal.style(), terminal.width()).forEach(terminal.out()::println);
    }

    /** Their lines; the longest bar fills the width. */
    public List<String> render(Style style, int width) {
        int label = bars.stream().mapToInt(b -> TextWidth.of(b.label())).max().orElse(0);
        Duration longest =
                bars.stream().map(b -> b.end().at()).max(Duration::compareTo).orElse(Duration.ZERO);
        int columns = Math.clamp(width - label - GAP - WORDS, SHORTEST, LONGEST);
        return bars.stream()
                .map(bar -> line(bar, label, new Scale(longest, columns), style))
                .toList();
    }

    private static String line(Bar bar, int labelWidth, Scale scale, Style style) {
        Outcome outcome = bar.end().outcome();
        return bar.label()
                + " ".repeat(labelWidth - TextWidth.of(bar.label()) + GAP)
                + drawn(bar, scale, style)
                + style.paint(Inks.of(outcome), Inks.mark(outcome, style.glyphs()))
                + " " + Seconds.aligned(bar.end().at())
                + " " + style.paint(Inks.of(outcome), outcome.label());
    }

    private static String drawn(Bar bar, Scale scale, Style style) {
        StringBuilder drawn = new StringBuilder();
        int length = scale.column(bar.end().at());
        int at = 0;
        for (StepRecord step : bar.steps()) {
            // The end's own sign says it, and there is no room behind it.
            if (step.signal().equals(Signal.KILL)) {
                continue;
            }
            int wanted = Math.max(at, scale.column(step.at()));
            String name = step.signal().shortName();
            if (wanted + name.length() > length && at > 0) {
                continue;
            }
            drawn.append(style.paint(Ink.FAINT, style.glyphs().bar().repeat(wanted - at)))
                    .append(style.paint(Ink.NAME, name));
            at = wanted + name.length();
        }
        return drawn + style.paint(Ink.FAINT, style.glyphs().bar().repeat(Math.max(0, length - at)));
    }

    private record Scale(Duration longest, int columns) {
        int column(Duration at) {
            return longest.isZero() ? 0 : (int) Math.min(columns, at.toNanos() * columns / longest.toNanos());
        }
    }
}
