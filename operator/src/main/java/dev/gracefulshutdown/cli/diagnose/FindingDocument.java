package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.diagnosis.Advice;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Proposal;
import dev.gracefulshutdown.diagnosis.Sentences;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A diagnosis as a program reads it.
 *
 * @param good it would end by itself, by the policy where one is given for it, as far as can be seen
 * @param main the main process: {@code "1 node"}
 * @param timeout the engine's
 * @param verdict the kind: {@code Wrapped}
 * @param expected {@code Ends}, {@code Perhaps}, {@code Loses}, {@code Killed}, {@code Unknown}
 * @param today the verdict in words
 * @param byPolicy what the policy that is given for it would come to
 * @param policy a better one, ready to be applied
 */
public record FindingDocument(
        String name,
        boolean good,
        Optional<String> main,
        Optional<String> profile,
        Signal signal,
        String signalFrom,
        Duration timeout,
        String timeoutFrom,
        Hearing hearing,
        String evidence,
        String verdict,
        String expected,
        String certainty,
        String today,
        String why,
        List<String> notes,
        Past past,
        Optional<ProspectDocument> byPolicy,
        Optional<Ladder> ladder,
        List<AdviceDocument> advice,
        Optional<String> policy) {

    /**
     * Earlier stops that are known of.
     *
     * @param withoutEffect of these, how often a heard signal was
     */
    public record Past(int stops, int withoutEffect) {}

    /** Whether the ladder of the policy fits. */
    public record Ladder(Duration needed, boolean fits) {}

    /** One thing to do. */
    public record AdviceDocument(String kind, String words, List<String> lines) {}

    static FindingDocument of(Finding finding) {
        return of(finding.diagnosis(), finding.notes(), finding.policy());
    }

    /** Of a diagnosis without policies. */
    public static FindingDocument of(Diagnosis diagnosis) {
        return of(diagnosis, diagnosis.notes(), Optional.empty());
    }

    private static FindingDocument of(Diagnosis diagnosis, List<String> notes, Optional<String> policy) {
        return new FindingDocument(
                diagnosis.container(),
                diagnosis.isGood(),
                diagnosis.main(),
                diagnosis.profile(),
                diagnosis.engine().signal(),
                diagnosis.engine().signalFrom().label(),
                diagnosis.engine().timeout(),
                diagnosis.engine().timeoutFrom().label(),
                diagnosis.evidence().hearing(),
                diagnosis.evidence().words(),
                diagnosis.verdict().kind(),
                diagnosis.verdict().expectation().label(),
                diagnosis.verdict().certainty().label(),
                Sentences.brief(diagnosis.verdict(), diagnosis.engine().timeout()),
                Sentences.why(diagnosis.verdict()),
                notes,
                new Past(diagnosis.pastStops(), diagnosis.withoutEffect()),
                policy.flatMap(name -> diagnosis.byPolicy().map(p -> ProspectDocument.of(name, p))),
                diagnosis.fit().map(fit -> new Ladder(fit.needed(), fit.fits())),
                diagnosis.advice().stream().map(FindingDocument::advice).toList(),
                diagnosis.proposal().map(Proposal::yaml).map(lines -> String.join("\n", lines) + "\n"));
    }

    private static AdviceDocument advice(Advice advice) {
        return new AdviceDocument(advice.kind().label(), advice.words(), advice.lines());
    }
}
