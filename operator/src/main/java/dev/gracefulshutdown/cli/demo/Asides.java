package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Timeline.Note;
import dev.gracefulshutdown.cli.kit.Words;
import dev.gracefulshutdown.shutdown.Told;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened to a role beside the steps, in words: what makes its times add up. */
final class Asides {
    private Asides() {}

    /** For the timeline, in order. */
    static List<Note> of(Performance performance) {
        Duration drain = performance.report().drainDelay();
        return Stream.of(
                        Optional.of(drain).filter(Duration::isPositive).map(Asides::drain).stream(),
                        performance.report().told().stream().map(Asides::told),
                        performance.released().map(Asides::released).stream())
                .flatMap(notes -> notes)
                .sorted(Comparator.comparing(Note::at))
                .toList();
    }

    /** For programs: all in one text; empty where nothing happened. */
    static Optional<String> text(Performance performance) {
        return Optional.of(of(performance).stream()
                        .map(note ->
                                Seconds.compact(note.at()) + " " + note.what().text())
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }

    private static Note drain(Duration delay) {
        return new Note(delay.negated(), new Styled("drain delay: no signal for " + Seconds.compact(delay), Ink.FAINT));
    }

    private static Note released(Duration at) {
        return new Note(at, new Styled("released by the demo, for nobody else is there to do it", Ink.WARN));
    }

    private static Note told(Told told) {
        String conditions =
                told.conditions().stream().sorted().map(Words::capitalised).collect(Collectors.joining(", "));
        return new Note(
                told.at(),
                new Styled(
                        switch (told.notice()) {
                            case HELD -> "held: the grace period is over, and SIGKILL is not sent";
                            case EXTENDED -> "extended: " + conditions;
                            case CONDITION_UNKNOWN -> "not extended: " + conditions + " can't be read here";
                            case BLOCKED_ON_IO -> "blocked on I/O";
                        },
                        Ink.WARN));
    }
}
