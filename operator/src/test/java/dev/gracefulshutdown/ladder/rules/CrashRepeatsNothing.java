package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.Effect;
import java.util.HashSet;
import java.util.Set;

/** Rule 12: after a crash of ours no step that was begun is begun again, and a SIGKILL that was begun is, at once. */
final class CrashRepeatsNothing implements Rule {
    @Override
    public void check(Judged judged) {
        Set<Integer> begun = new HashSet<>();
        boolean killing = false;
        for (int i = 0; i < judged.diary().size(); i++) {
            Entry entry = judged.diary().get(i);
            if (entry instanceof Entry.Asked(long at, Effect.Send send, int reached)) {
                must(begun.add(send.step()), "step %d was begun again at %,d", send.step(), at);
            }
            killing |= Story.asks(entry, Effect.KillAll.class);
            if (entry instanceof Entry.Resumed(long at) && killing) {
                must(
                        Story.asks(judged.diary().get(i + 1), Effect.KillAll.class)
                                && judged.diary().get(i + 1).at() == at,
                        "SIGKILL was begun, and not sent again at %,d",
                        at);
            }
        }
    }
}
