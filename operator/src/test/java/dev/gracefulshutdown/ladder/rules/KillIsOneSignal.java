package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import java.util.List;
import java.util.Optional;

/** The strategy Kill: one signal to the main process at once, and nothing else. */
final class KillIsOneSignal implements Rule {
    @Override
    public void check(Judged judged) {
        if (!judged.isKill()) {
            return;
        }
        Signal signal = judged.ladder().kill().orElseThrow();
        Story story = judged.story();
        List<Entry.Asked> sent = story.asked(Effect.Send.class).toList();
        must(story.asked(Effect.Check.class).findAny().isEmpty(), "a Kill looks at no conditions");
        if (signal.equals(Signal.KILL)) {
            must(sent.isEmpty(), "a Kill asks nobody: %s", sent);
        } else {
            must(story.asked(Effect.KillAll.class).findAny().isEmpty(), "SIGKILL, though %s was wanted", signal);
            must(sent.size() <= 1, "more than one signal: %s", sent);
            sent.forEach(s -> signal(judged, signal, s));
        }
        boolean over =
                story.happened(Event.class).anyMatch(e -> e instanceof Event.Cancelled || e instanceof Event.Exited);
        boolean crashed = !story.crashes().isEmpty();
        boolean gone = judged.diary().stream().anyMatch(Entry.Gone.class::isInstance);
        must(over || crashed || gone || !sent.isEmpty() || signal.equals(Signal.KILL), "nothing was sent");
    }

    private static void signal(Judged judged, Signal signal, Entry.Asked asked) {
        Effect.Send send = (Effect.Send) asked.effect();
        List<Integer> pids = send.targets().stream().map(ProcessFacts::pid).toList();
        must(send.signal().equals(signal) && pids.equals(List.of(Script.MAIN)), "not the one signal: %s", send);
        if (judged.story().crashes().isEmpty()) {
            must(asked.at() <= judged.slack(), "not at once: %,d", asked.at());
            Outcome expected = asked.reached() > 0 ? Outcome.SIGNALLED : Outcome.FAILED;
            must(
                    judged.story().outcome().equals(Optional.of(expected)),
                    "%s",
                    judged.story().outcome());
        }
    }
}
