package dev.gracefulshutdown.cli.local;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.keeper.Line;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Lines as people or programs read them. */
final class Lines implements Consumer<Line> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final Terminal terminal;
    private final OutputFormat format;
    private final Clock clock;

    /** A line and when it was written. */
    private record Timed(Instant at, @JsonUnwrapped Line line) {}

    Lines(Terminal terminal, OutputFormat format, Clock clock) {
        this.terminal = terminal;
        this.format = format;
        this.clock = clock;
    }

    @Override
    public void accept(Line line) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (format == OutputFormat.YAML) {
            terminal.out().println("---");
        }
        format.write(terminal, new Timed(now, line), out -> {
            String text = TIME.format(now) + " " + mark(line.level()) + line;
            out.out().println(out.style().paint(ink(line.level()), text));
        });
    }

    private static String mark(Line.Level level) {
        return switch (level) {
            case INFO -> "";
            case WARN -> "WARN ";
            case ERROR -> "ERROR ";
        };
    }

    private static Ink ink(Line.Level level) {
        return switch (level) {
            case INFO -> Ink.PLAIN;
            case WARN -> Ink.WARN;
            case ERROR -> Ink.BAD;
        };
    }
}
