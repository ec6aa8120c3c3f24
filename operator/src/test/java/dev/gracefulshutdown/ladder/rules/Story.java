package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run from its start to its end: what was meant to happen and what happened.
 *
 * @param effects how many there were
 * @param afterwards what a run that was over still wanted
 */
record Story(
        Script script,
        List<Crash> crashes,
        List<Entry> diary,
        int effects,
        Optional<Outcome> outcome,
        String reason,
        List<Effect> afterwards) {

    <T extends Event> Stream<T> happened(Class<T> what) {
        return diary.stream()
                .filter(Entry.Happened.class::isInstance)
                .map(e -> ((Entry.Happened) e).event())
                .filter(what::isInstance)
                .map(what::cast);
    }

    Stream<Entry.Asked> asked(Class<? extends Effect> what) {
        return diary.stream()
                .filter(Entry.Asked.class::isInstance)
                .map(Entry.Asked.class::cast)
                .filter(a -> what.isInstance(a.effect()));
    }

    /** Where in the diary; its length when nowhere. */
    int first(int from, Predicate<Entry> what) {
        for (int i = from; i < diary.size(); i++) {
            if (what.test(diary.get(i))) {
                return i;
            }
        }
        return diary.size();
    }

    static boolean happened(Entry entry, Class<? extends Event> what) {
        return entry instanceof Entry.Happened(Event event) && what.isInstance(event);
    }

    static boolean asks(Entry entry, Class<? extends Effect> what) {
        return entry instanceof Entry.Asked asked && what.isInstance(asked.effect());
    }

    @Override
    public String toString() {
        String lines = diary.stream().map(e -> "%,d %s".formatted(e.at(), e)).collect(Collectors.joining("\n"));
        return "%s%n%s%n%s: %s".formatted(script, lines, outcome, reason);
    }
}
