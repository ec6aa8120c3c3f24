package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules 4 to 6: a step goes to whom it has to by all that was ever seen, once, and not where others have sent it. */
final class RightTargets implements Rule {
    @Override
    public void check(Judged judged) {
        Set<Integer> steps = new HashSet<>();
        for (Sending sending : judged.account().sendings()) {
            Step step = judged.ladder().steps().get(sending.send().step());
            List<Integer> pids =
                    sending.send().targets().stream().map(ProcessFacts::pid).toList();
            must(
                    steps.add(sending.send().step()),
                    "step %d was sent again",
                    sending.send().step());
            must(pids.size() == Set.copyOf(pids).size(), "twice to one process: %s", pids);
            must(
                    Set.copyOf(pids).equals(sending.expected()) || judged.isMorePatient(sending),
                    "%s to %s at %,d went to %s, not to %s",
                    step.signal(),
                    step.to(),
                    sending.at(),
                    pids,
                    sending.expected());
            must(
                    sending.send().signal().equals(step.signal())
                            && sending.send().asks() == step.asks(),
                    "that is not step %d: %s",
                    sending.send().step(),
                    sending.send());
        }
    }
}
