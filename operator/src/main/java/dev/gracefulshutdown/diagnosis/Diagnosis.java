package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import java.util.List;
import java.util.Optional;

/**
 * What would happen to a container if it were stopped now, and what to do about it.
 *
 * @param container its name
 * @param main its main process, {@code "1 node"}; empty when nothing could be read
 * @param profile the known server that was recognised
 * @param engine how the engine alone would stop it
 * @param evidence how the main process takes the stop signal, and what shows it
 * @param verdict what the engine's stop would come to
 * @param notes what else is worth knowing
 * @param pastStops how many earlier ones are known of
 * @param withoutEffect in how many of these a heard signal was without effect
 * @param byPolicy what the policy that is for it would come to; empty without one
 * @param fit whether the policy's ladder, or the proposed one's, fits into the engine's own timeout; empty without one
 * @param proposal a policy that would do better; empty where the engine's stop is as good
 * @param advice what to do, the best first
 */
public record Diagnosis(
        String container,
        Optional<String> main,
        Optional<String> profile,
        StopDefaults engine,
        Evidence evidence,
        Verdict verdict,
        List<String> notes,
        int pastStops,
        int withoutEffect,
        Optional<Prospect> byPolicy,
        Optional<GraceFit> fit,
        Optional<Proposal> proposal,
        List<Advice> advice) {
    public Diagnosis {
        notes = List.copyOf(notes);
        advice = List.copyOf(advice);
    }

    /** Diagnoses. */
    public static Diagnosis of(Facts facts) {
        Optional<ProcessFacts> main = facts.reading().main();
        return main.isEmpty() ? unread(facts) : new Consultation(new Patient(facts, main.get())).diagnosis();
    }

    /**
     * What an agent's report says of a container that can't be read from here.
     *
     * @param main the main process's program; empty where it is not known
     * @param verdict the kind of the agent's verdict
     * @param seen what shows it
     */
    public static Diagnosis told(
            String container, StopDefaults engine, String main, Hearing hearing, String verdict, String seen) {
        return new Diagnosis(
                container,
                Optional.of(main).filter(it -> !it.isEmpty()),
                Optional.empty(),
                engine,
                new Evidence(main, hearing, seen),
                Verdict.Told.of(verdict),
                List.of(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Diagnosis unread(Facts facts) {
        String why = facts.unreadable().isEmpty() ? "its main process has just ended" : facts.unreadable();
        Verdict verdict = new Verdict.Unknown(why);
        return new Diagnosis(
                facts.name(),
                Optional.empty(),
                Optional.empty(),
                facts.engine(),
                Evidence.none(why),
                verdict,
                List.of(),
                facts.past().size(),
                facts.withoutEffect(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(AdviceTexts.lookAgainElsewhere(facts.setup().manager())));
    }

    /** It would end by itself, by the policy where there is one, as far as can be seen. */
    public boolean isGood() {
        return byPolicy.map(Prospect::expectation).orElse(verdict.expectation()).isGood();
    }
}
