package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Rule.must;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.rules.Account.Sending;
import java.util.Set;
import java.util.stream.Collectors;

/** Rule 8: whoever is asked while it is stopped is continued, and nobody else. */
final class StoppedGoOn implements Rule {
    @Override
    public void check(Judged judged) {
        for (Sending sending : judged.account().sendings()) {
            boolean asks = judged.ladder().steps().get(sending.send().step()).asks();
            Set<ProcessKey> stopped = sending.reading().processes().stream()
                    .filter(p -> asks && p.state() == 'T' && sending.expected().contains(p.pid()))
                    .map(ProcessFacts::key)
                    .collect(Collectors.toSet());
            must(
                    Set.copyOf(sending.send().toContinue()).equals(stopped) || judged.isMorePatient(sending),
                    "SIGCONT to %s, not to %s",
                    sending.send().toContinue(),
                    stopped);
        }
    }
}
