package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Effect;

/** Nobody is asked after the end, nothing at all is wanted once it is over. */
final class NothingAfterTheEnd implements Rule {
    @Override
    public void check(Judged judged) {
        int deadline = judged.deadline();
        must(
                judged.account().sendings().stream().noneMatch(s -> s.where() > deadline),
                "a step after the end, at %s",
                judged.account().sendings());
        int over = judged.story().first(0, e -> Story.asks(e, Effect.Finish.class));
        must(over >= judged.diary().size() - 1, "something was done after it was over");
        must(
                judged.story().afterwards().isEmpty(),
                "over, and wants %s",
                judged.story().afterwards());
    }
}
