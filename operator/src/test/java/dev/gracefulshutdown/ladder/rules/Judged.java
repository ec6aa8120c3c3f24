package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Times.NEVER;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import java.util.List;

/** A story and what its diary comes to. */
record Judged(Story story, Account account, Climb climb) {
    static Judged of(Story story) {
        Account account = new Account(story);
        return new Judged(story, account, new Climb(story, account));
    }

    Ladder ladder() {
        return story.script().ladder();
    }

    List<Entry> diary() {
        return story.diary();
    }

    boolean isKill() {
        return ladder().kill().isPresent();
    }

    /** By how much a tick and the answers to what it asks for can be late. */
    long slack() {
        return story.script().clock().latest() + 4 * story.script().clock().slowest();
    }

    /** Where in the diary the end was: SIGKILL, or a Hold that no crash of ours made us forget. */
    int deadline() {
        int kill = story.first(0, e -> Story.asks(e, Effect.KillAll.class));
        int forgotten = 0;
        for (int i = 0; i < kill; i++) {
            if (diary().get(i) instanceof Entry.Crashed(long at, Crash how) && how.toLastWrite()) {
                forgotten = i;
            }
        }
        return Math.min(kill, story.first(forgotten, Judged::isHeld));
    }

    static boolean isHeld(Entry entry) {
        return entry instanceof Entry.Asked(long at, Effect.Tell(Notice notice), int reached) && notice == Notice.HELD;
    }

    /** The life of ours that a point of the diary belongs to begins there. */
    int lifeOf(int where) {
        for (int i = where; i > 0; i--) {
            if (diary().get(Math.min(i, diary().size() - 1)) instanceof Entry.Resumed) {
                return i;
            }
        }
        return 0;
    }

    /** The life that the end was decided in: a SIGKILL that comes first in a life was begun in the one before. */
    int decidedIn(int deadline) {
        boolean begunBefore = diary().get(deadline - 1) instanceof Entry.Resumed;
        return lifeOf(begunBefore ? deadline - 2 : deadline);
    }

    /**
     * After a crash of ours a step that was jumped looks like one that was sent, and what processes become counts for less
     * than what they were: more patient than what was read asks for.
     */
    boolean isMorePatient(Sending sending) {
        return lifeOf(sending.where()) > 0 && climb.rungs().stream().anyMatch(rung -> rung.fate() == Climb.Fate.JUMPED);
    }

    /** Until when the container had to be carried on with. */
    long aliveUntil() {
        int over = story.first(
                0,
                e -> e instanceof Entry.Gone
                        || Story.asks(e, Effect.Finish.class)
                        || Story.happened(e, Event.Cancelled.class));
        return over == diary().size() ? NEVER : diary().get(over).at();
    }
}
