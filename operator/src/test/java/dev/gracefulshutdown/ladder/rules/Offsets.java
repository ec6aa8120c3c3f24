package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;
import static dev.gracefulshutdown.ladder.rules.Times.millis;

import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.rules.Climb.Fate;
import dev.gracefulshutdown.ladder.rules.Climb.Rung;

/** Rule 1: every step at its offset, later only by what the clock and we are late, and none left out. */
final class Offsets implements Rule {
    @Override
    public void check(Judged judged) {
        for (Rung rung : judged.climb().rungs()) {
            long latest = rung.from() + judged.slack() + secondLook(judged, rung);
            if (rung.fate() == Fate.OPEN) {
                must(judged.aliveUntil() <= latest, "step %d was due at %,d and never sent", rung.index(), rung.due());
            } else {
                must(rung.done() >= rung.due(), "step %d was due at %,d only", rung.index(), rung.due());
                must(rung.done() <= latest, "step %d was to be done by %,d", rung.index(), latest);
            }
        }
    }

    private static long secondLook(Judged judged, Rung rung) {
        boolean maySkip = judged.ladder().onUndeliverable() == OnUndeliverable.SKIP;
        boolean unheard = judged.account().looks().stream()
                .anyMatch(look -> look.at() >= rung.due()
                        && look.unheard().contains(rung.step().signal())
                        && !look.heardBefore());
        return maySkip && unheard ? millis(200) + judged.slack() : 0;
    }
}
