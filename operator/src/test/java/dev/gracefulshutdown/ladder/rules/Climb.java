package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Times.millis;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.rules.Account.Look;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which steps were sent and which were jumped, on which looks, when each was due, and when the end was. */
final class Climb {
    /** What became of a step. */
    enum Fate {
        SENT,
        JUMPED,
        OPEN
    }

    /**
     * One step.
     *
     * @param due with all jumps before it
     * @param from when it could be done: it is due, the one before is done, and we are there
     * @param done when it was sent or jumped
     */
    record Rung(int index, Step step, Fate fate, long due, long from, long done) {}

    private final Story story;
    private final Ladder ladder;
    private final Account account;
    private final List<Rung> rungs = new ArrayList<>();
    private long pulledForward;
    private int where = -1;
    private long done;

    Climb(Story story, Account account) {
        this.story = story;
        this.ladder = story.script().ladder();
        this.account = account;
        for (int i = 0; i < ladder.steps().size() && !isOpen(); i++) {
            rungs.add(climb(i));
        }
    }

    List<Rung> rungs() {
        return rungs;
    }

    /** A step was neither sent nor jumped. */
    boolean isOpen() {
        return !rungs.isEmpty() && rungs.getLast().fate() == Fate.OPEN;
    }

    /** The end of the grace period, with all jumps. */
    long end() {
        return due(ladder.steps().size());
    }

    /** Where in the diary the last step was done. */
    int where() {
        return where;
    }

    /** When the end could be noticed, at a point of the diary: all steps are done, and we are there. */
    long endFrom(int until) {
        return from(end(), until);
    }

    private long due(int index) {
        long at = index < ladder.steps().size()
                ? ladder.steps().get(index).at().toNanos()
                : ladder.gracePeriod().toNanos();
        return ladder.drainDelay().toNanos() + at - pulledForward;
    }

    private Rung climb(int index) {
        Step step = ladder.steps().get(index);
        long due = due(index);
        Optional<Sending> sending = account.sending(index);
        if (sending.isPresent()) {
            return done(
                    index, Fate.SENT, due, sending.get().where(), sending.get().at());
        }
        Optional<Look> proof = ladder.onUndeliverable() == OnUndeliverable.SKIP && (step.asks() || index > 0)
                ? secondLook(step, due)
                : Optional.empty();
        if (proof.isEmpty()) {
            return new Rung(index, step, Fate.OPEN, due, from(due, story.diary().size()), 0);
        }
        long at = proof.get().at();
        Rung jumped = done(index, Fate.JUMPED, due, proof.get().where(), at);
        // The wait for what comes next is taken out; nothing comes later for it.
        pulledForward += Math.max(0, due(index + 1) - at);
        return jumped;
    }

    private Rung done(int index, Fate fate, long due, int at, long when) {
        Rung rung = new Rung(index, ladder.steps().get(index), fate, due, from(due, at), when);
        where = at;
        done = when;
        return rung;
    }

    private long from(long due, int until) {
        long from = Math.max(due, done);
        for (Entry entry : story.diary().subList(0, until)) {
            if (entry instanceof Entry.Resumed(long at)) {
                from = Math.max(from, at);
            }
        }
        return from;
    }

    /** Of two looks in a row, in one life and 200 ms apart at least, at which nobody could hear the step. */
    private Optional<Look> secondLook(Step step, long due) {
        Optional<Look> first = Optional.empty();
        for (Look look : account.looks()) {
            if (look.where() <= where || look.at() < due) {
                continue;
            }
            boolean unheard = look.unheard().contains(step.signal()) && !look.heardBefore();
            if (!unheard || first.filter(f -> f.life() != look.life()).isPresent()) {
                first = unheard ? Optional.of(look) : Optional.empty();
            } else if (first.isEmpty()) {
                first = Optional.of(look);
            } else if (look.at() - first.get().at() >= millis(200) && !isForgotten(look)) {
                return Optional.of(look);
            }
        }
        return Optional.empty();
    }

    /** We crashed before a deed was written down after it. */
    private boolean isForgotten(Look look) {
        int crash = story.first(look.where(), Entry.Crashed.class::isInstance);
        int deed = story.first(
                look.where(),
                e -> Story.asks(e, Effect.Send.class)
                        || Story.asks(e, Effect.KillAll.class)
                        || Story.happened(e, Event.SentByOther.class));
        return crash < deed
                && story.diary().get(crash) instanceof Entry.Crashed(long at, Crash how)
                && how.toLastWrite();
    }
}
