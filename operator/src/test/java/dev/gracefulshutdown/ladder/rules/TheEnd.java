package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;

/** Rule 1's end: SIGKILL or Hold, never before the grace period is over, and a Hold until somebody releases it. */
final class TheEnd implements Rule {
    @Override
    public void check(Judged judged) {
        int deadline = judged.deadline();
        if (judged.isKill()) {
            return;
        }
        if (deadline == judged.diary().size()) {
            long latest = Math.max(
                            judged.climb().end()
                                    + judged.ladder().maxExtension().toNanos(),
                            judged.climb().endFrom(deadline))
                    + judged.slack();
            must(judged.climb().isOpen() || judged.aliveUntil() <= latest, "the end was due by %,d", latest);
            return;
        }
        Entry end = judged.diary().get(deadline);
        must(
                end.at() >= judged.climb().end(),
                "the end is at %,d",
                judged.climb().end());
        boolean holds = judged.ladder().onDeadline() == OnDeadline.HOLD;
        boolean released = judged.diary().subList(judged.decidedIn(deadline), deadline).stream()
                .anyMatch(e -> Story.happened(e, Event.Released.class));
        must(Judged.isHeld(end) == (holds && !released), "not the end that was meant: %s", end);
        if (holds) {
            hold(judged);
        }
    }

    private static void hold(Judged judged) {
        boolean released = false;
        boolean held = false;
        boolean killed = false;
        for (Entry entry : judged.diary()) {
            if (held && released) {
                must(Story.asks(entry, Effect.KillAll.class), "released, and then: %s", entry);
                held = false;
            }
            killed |= Story.asks(entry, Effect.KillAll.class);
            released |= Story.happened(entry, Event.Released.class);
            must(!killed || released, "SIGKILL under a Hold that nobody released: %s", entry);
            if (entry instanceof Entry.Crashed) {
                held = false;
            } else if (Judged.isHeld(entry)) {
                held = true;
                released = false;
            }
        }
    }
}
