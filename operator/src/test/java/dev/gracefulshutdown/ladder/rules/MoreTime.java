package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;
import static dev.gracefulshutdown.ladder.rules.Times.millis;
import static dev.gracefulshutdown.ladder.rules.Times.seconds;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Rule 9: at the end more time while a condition holds, and only then, up to the maximum. */
final class MoreTime implements Rule {
    /** What a look at the conditions said, as far as the ladder asks for it. */
    private record Checked(long at, Collection<Verdict> verdicts) {
        boolean givesTime() {
            return verdicts.contains(Verdict.HOLDS) || verdicts.contains(Verdict.PENDING);
        }
    }

    @Override
    public void check(Judged judged) {
        if (judged.isKill() || judged.climb().isOpen()) {
            return;
        }
        looksAhead(judged);
        int deadline = judged.deadline();
        if (deadline == judged.diary().size()
                || judged.aliveUntil() < judged.diary().get(deadline).at()) {
            return;
        }
        long end = judged.climb().end();
        long from = judged.climb().endFrom(deadline);
        long longest = end + judged.ladder().maxExtension().toNanos();
        long at = judged.diary().get(deadline).at();
        must(at <= Math.max(longest, from) + judged.slack(), "the end at %,d was due by %,d", at, longest);
        if (judged.ladder().extendWhile().isEmpty()) {
            must(at <= from + judged.slack(), "the end at %,d was due at %,d: nothing gives more time", at, from);
            return;
        }
        List<Checked> looks = looks(judged, deadline);
        if (at < longest) {
            must(!looks.isEmpty(), "the end at %,d came without a look at the conditions", at);
            must(!looks.getLast().givesTime(), "the end came at %,d while %s", at, looks.getLast());
        }
        itComesWhenNothingHolds(judged, looks, from, at);
        tells(judged, looks, from, at, longest);
    }

    /** In the life that the end was decided in. */
    private static List<Checked> looks(Judged judged, int deadline) {
        Set<Condition> asked = judged.ladder().extendWhile();
        int life = judged.decidedIn(deadline);
        List<Checked> looks = new ArrayList<>();
        for (Entry entry : judged.diary().subList(life, deadline)) {
            if (entry instanceof Entry.Happened(Event.Checked checked)) {
                must(checked.verdicts().keySet().containsAll(asked), "not all were looked at: %s", checked);
                looks.add(new Checked(checked.now(), checked.verdicts().values()));
            }
        }
        return looks;
    }

    private static void itComesWhenNothingHolds(Judged judged, List<Checked> looks, long from, long at) {
        long before = from;
        boolean quiet = false;
        for (Checked look : looks) {
            if (look.at() < from) {
                quiet = !look.givesTime();
                continue;
            }
            must(
                    !quiet || before > from || look.at() <= from + judged.slack(),
                    "at %,d nothing had held any more",
                    from);
            must(
                    look.at() - before <= millis(500) + judged.slack(),
                    "nobody looked at the conditions from %,d to %,d",
                    before,
                    look.at());
            if (!look.givesTime()) {
                must(
                        at <= look.at() + judged.slack(),
                        "the end at %,d was due when nothing held, at %,d",
                        at,
                        look.at());
            }
            before = look.at();
        }
        must(
                at - before <= millis(500) + judged.slack(),
                "nobody looked at the conditions from %,d to %,d",
                before,
                at);
    }

    private static void tells(Judged judged, List<Checked> looks, long from, long at, long longest) {
        if (at > from + judged.slack()
                && looks.stream()
                        .anyMatch(l ->
                                l.at() > from && l.at() < at && l.verdicts().contains(Verdict.HOLDS))) {
            must(isTold(judged, Notice.EXTENDED), "nobody was told that there is more time");
        }
        if (at < longest && looks.getLast().verdicts().contains(Verdict.UNKNOWN)) {
            must(isTold(judged, Notice.CONDITION_UNKNOWN), "nobody was told of %s", looks.getLast());
        }
    }

    private static boolean isTold(Judged judged, Notice notice) {
        return judged.story().asked(Effect.Tell.class).anyMatch(a -> a.effect().equals(new Effect.Tell(notice)));
    }

    /** DiskWrites takes 2 s of looking: a look that begins at the end only would cost as much. */
    private static void looksAhead(Judged judged) {
        if (judged.ladder().extendWhile().isEmpty() || judged.ladder().onUndeliverable() == OnUndeliverable.SKIP) {
            return;
        }
        int first = judged.story().first(0, e -> Story.asks(e, Effect.Check.class));
        long due = Math.max(judged.climb().end() - seconds(2), 0) + 2 * judged.slack();
        boolean crashed = judged.diary().stream().anyMatch(Entry.Crashed.class::isInstance);
        int deadline = judged.deadline();
        long over = deadline == judged.diary().size()
                ? judged.aliveUntil()
                : Math.min(judged.aliveUntil(), judged.diary().get(deadline).at());
        if (!crashed && over > due) {
            must(
                    first < judged.diary().size() && judged.diary().get(first).at() <= due,
                    "the conditions were to be looked at from %,d on",
                    due);
        }
    }
}
