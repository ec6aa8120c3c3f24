package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;
import static dev.gracefulshutdown.ladder.rules.Times.NEVER;
import static dev.gracefulshutdown.ladder.rules.Times.millis;
import static dev.gracefulshutdown.ladder.rules.Times.seconds;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import java.util.List;
import java.util.Optional;

/** Rule 10: SIGKILL is repeated with longer and longer pauses; after two minutes it is Stuck. */
final class KillGoesOn implements Rule {
    @Override
    public void check(Judged judged) {
        // The last life: those before were cut short.
        int life = judged.lifeOf(judged.diary().size());
        int first = judged.story().first(life, e -> Story.asks(e, Effect.KillAll.class));
        if (first == judged.diary().size()) {
            must(judged.story().outcome().filter(o -> o == Outcome.STUCK).isEmpty(), "Stuck without a SIGKILL");
            return;
        }
        List<Entry> rest = judged.diary().subList(first, judged.diary().size());
        pauses(judged, rest);
        stuck(judged, rest);
    }

    private static void pauses(Judged judged, List<Entry> rest) {
        List<Long> kills = rest.stream()
                .filter(e -> Story.asks(e, Effect.KillAll.class))
                .map(Entry::at)
                .toList();
        long slack = judged.slack();
        // Whatever comes from outside may have it look, and send, once more.
        boolean disturbed = judged.story().script().fromOutside().stream()
                .anyMatch(e -> !(e instanceof Event.Released) && e.now() >= kills.getFirst());
        long before = millis(100);
        for (int i = 1; i < kills.size(); i++) {
            long pause = kills.get(i) - kills.get(i - 1);
            must(pause >= before - slack || disturbed, "SIGKILL after %,d and then after %,d", before, pause);
            must(pause <= seconds(5) + slack, "no SIGKILL for %,d", pause);
            before = pause;
        }
        long lasted = overAt(judged, rest) - kills.getFirst();
        if (lasted > seconds(60)) {
            must(before >= seconds(4), "SIGKILL every %,d after a minute", before);
        }
        must(lasted - (kills.getLast() - kills.getFirst()) <= seconds(5) + slack, "no SIGKILL after %s", kills);
    }

    /** When nobody had to be killed any more. */
    private static long overAt(Judged judged, List<Entry> rest) {
        return Math.min(judged.aliveUntil(), rest.getLast().at());
    }

    private static void stuck(Judged judged, List<Entry> rest) {
        long begun = rest.getFirst().at();
        long over = rest.getLast().at();
        boolean isStuck = judged.story().outcome().equals(Optional.of(Outcome.STUCK));
        if (isStuck) {
            must(over - begun >= seconds(120), "Stuck at %,d, %,d after SIGKILL", over, over - begun);
            must(judged.aliveUntil() == over, "Stuck, and it was gone at %,d", judged.aliveUntil());
        }
        long told = judged.story().first(0, e -> Story.happened(e, Event.Exited.class))
                        < judged.diary().size()
                ? over
                : NEVER;
        must(
                Math.min(told, over) - begun <= seconds(125) + 2 * judged.slack(),
                "still no end at %,d, %,d after SIGKILL",
                over,
                over - begun);
        Optional<Reading> blocked = rest.stream()
                .filter(e -> e.at() - begun < seconds(120))
                .filter(e -> e instanceof Entry.Happened(Event.Read read) && isBlocked(read.reading()))
                .map(e -> ((Event.Read) ((Entry.Happened) e).event()).reading())
                .findFirst();
        if (blocked.isPresent()) {
            must(
                    rest.stream()
                            .anyMatch(e -> e instanceof Entry.Asked asked
                                    && asked.effect().equals(new Effect.Tell(Notice.BLOCKED_ON_IO))),
                    "nobody was told of a process in state D");
        }
    }

    private static boolean isBlocked(Reading reading) {
        return reading.processes().stream().map(ProcessFacts::state).anyMatch(state -> state == 'D');
    }
}
