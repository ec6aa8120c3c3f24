package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.rules.Account.Look;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import dev.gracefulshutdown.ladder.rules.Climb.Rung;

/** Rule 7: a wait is jumped under Skip alone and upon proof alone, and then it is; after a crash of ours it need not be. */
final class SkipIsProven implements Rule {
    @Override
    public void check(Judged judged) {
        if (judged.climb().isOpen()) {
            Rung open = judged.climb().rungs().getLast();
            must(
                    judged.account().sendings().stream().noneMatch(s -> s.send().step() > open.index()),
                    "step %d was passed over without proof",
                    open.index());
            must(
                    judged.deadline() == judged.diary().size(),
                    "the end came without step %d, and without proof that nobody hears it",
                    open.index());
        }
        if (judged.ladder().onUndeliverable() == OnUndeliverable.SKIP) {
            judged.account().sendings().forEach(sending -> isTaken(judged, sending));
        }
    }

    private static void isTaken(Judged judged, Sending sending) {
        int index = sending.send().step();
        Look look = judged.account().lookBefore(sending.where()).orElseThrow();
        must(
                look.life() > 0
                        || look.heardBefore()
                        || !look.unheard().contains(sending.send().signal())
                        || (index == 0 && !judged.ladder().steps().getFirst().asks()),
                "nobody could hear step %d at %,d, and it was waited for",
                index,
                sending.at());
    }
}
