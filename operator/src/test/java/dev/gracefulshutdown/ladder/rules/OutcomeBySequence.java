package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rule 11: the outcome follows from the sequence of what was sent and how it ended. */
final class OutcomeBySequence implements Rule {
    private static final Set<Outcome> BY_ASKING =
            Set.of(Outcome.ALREADY_GONE, Outcome.GRACEFUL, Outcome.ESCALATED, Outcome.FAILED);

    /** @param reason what the words contain */
    private record Ending(Outcome outcome, String reason) {}

    @Override
    public void check(Judged judged) {
        if (judged.isKill()) {
            return;
        }
        Optional<Outcome> outcome = judged.story().outcome();
        List<Event> told = judged.story().happened(Event.class).toList();
        if (told.stream().anyMatch(Event.Cancelled.class::isInstance)) {
            must(outcome.equals(Optional.of(Outcome.CANCELLED)), "withdrawn, and %s", outcome);
            return;
        }
        Optional<Event.Exited> exited =
                judged.story().happened(Event.Exited.class).findFirst();
        // A Hold takes no looks: of an end that nobody tells it knows nothing.
        boolean blind = outcome.equals(Optional.of(Outcome.HELD));
        if (exited.isEmpty() && (blind || !isGone(judged))) {
            boolean killed =
                    judged.story().asked(Effect.KillAll.class).findAny().isPresent();
            must(
                    outcome.equals(Optional.of(killed ? Outcome.STUCK : Outcome.HELD)),
                    "it has not ended, and %s",
                    outcome);
            return;
        }
        ExitStatus status = exited.map(Event.Exited::status).orElse(new ExitStatus.Unknown());
        boolean killed = killed(judged);
        boolean sigkill = status.code() == 137;
        Ending expected = sigkill || (killed && status.code() == -1)
                ? new Ending(Outcome.FORCED, "(137)")
                : byAsking(judged, status);
        if (isBlurred(judged) && BY_ASKING.contains(expected.outcome())) {
            must(outcome.filter(BY_ASKING::contains).isPresent(), "%s, and not %s", outcome, BY_ASKING);
        } else {
            must(outcome.equals(Optional.of(expected.outcome())), "%s, and not %s", outcome, expected);
            must(judged.story().reason().contains(expected.reason()), "not for %s", expected);
        }
        boolean outOfMemory = exited.filter(Event.Exited::outOfMemory).isPresent() && !killed;
        must(
                judged.story().reason().contains("out of memory") == outOfMemory,
                "the reason is %s",
                judged.story().reason());
    }

    /** After a crash of ours a step that nobody got, for it was jumped, looks like one that was sent to the deaf. */
    private static boolean isBlurred(Judged judged) {
        int life = judged.lifeOf(judged.diary().size());
        List<Sending> sendings = judged.account().sendings();
        boolean unheard = sendings.stream().noneMatch(s -> counts(judged, s) && s.hearing() != Hearing.DEAF);
        return sendings.stream().anyMatch(s -> s.where() < life && s.asked().reached() == 0)
                || (life > 0
                        && unheard
                        && judged.climb().rungs().stream().anyMatch(r -> r.fate() == Climb.Fate.JUMPED));
    }

    private static boolean isGone(Judged judged) {
        return judged.diary().stream().anyMatch(Entry.Gone.class::isInstance);
    }

    /** SIGKILL reached somebody before, or in another life of ours perhaps did. */
    private static boolean killed(Judged judged) {
        int life = judged.lifeOf(judged.diary().size());
        return judged.story().happened(Event.Killed.class).anyMatch(Event.Killed::reached)
                || judged.story().first(0, e -> Story.asks(e, Effect.KillAll.class)) < life;
    }

    private static Ending byAsking(Judged judged, ExitStatus status) {
        Optional<Step> first =
                judged.ladder().steps().stream().filter(Step::asks).findFirst();
        Optional<Signal> last = Optional.empty();
        boolean escalated = false;
        for (int i = 0; i < judged.diary().size(); i++) {
            Optional<Sending> sending = sendingAt(judged, i);
            if (judged.diary().get(i) instanceof Entry.Happened(Event.SentByOther other)) {
                last = last.or(() -> Optional.of(other.signal()));
            } else if (sending.filter(s -> counts(judged, s)).isPresent()) {
                Step step = judged.ladder().steps().get(sending.get().send().step());
                // What nobody could hear is no reason for an exit, unless there is no other.
                if (last.isEmpty() || sending.get().hearing() != Hearing.DEAF) {
                    last = Optional.of(step.signal());
                    escalated = !first.equals(Optional.of(step));
                }
            }
        }
        if (last.isEmpty()) {
            return new Ending(Outcome.ALREADY_GONE, "before the first signal");
        }
        String after = "after " + last.get();
        return status.code() == -1
                ? new Ending(Outcome.FAILED, after)
                : new Ending(escalated ? Outcome.ESCALATED : Outcome.GRACEFUL, after);
    }

    private static Optional<Sending> sendingAt(Judged judged, int where) {
        return judged.account().sendings().stream()
                .filter(s -> s.where() == where)
                .findFirst();
    }

    /** A photograph asks nobody; nor does what reached nobody, if we were told so. */
    private static boolean counts(Judged judged, Sending sending) {
        boolean told = sending.where() + 1 == judged.diary().size()
                || !(judged.diary().get(sending.where() + 1) instanceof Entry.Crashed);
        return sending.send().asks() && (sending.asked().reached() != 0 || !told);
    }
}
