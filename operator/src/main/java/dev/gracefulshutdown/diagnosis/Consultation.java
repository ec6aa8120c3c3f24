package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.ServerProfiles;
import java.util.Optional;

/** One patient, from findings to advice. */
final class Consultation {
    private final Patient patient;
    private final Facts facts;

    Consultation(Patient patient) {
        this.patient = patient;
        this.facts = patient.facts();
    }

    Diagnosis diagnosis() {
        ProcessFacts main = patient.main();
        Verdict verdict = new Examination(patient).verdict();
        Optional<Plan> plan = facts.policy().flatMap(this::plan);
        Optional<Prospect> byPolicy = plan.map(p -> new Prospects(patient, p).prospect());
        Optional<Proposal> proposal = new Proposals(patient, verdict).proposal().filter(p -> isNews(p, byPolicy));
        Optional<GraceFit> fit =
                plan.or(() -> proposal.flatMap(p -> plan(p.settings()))).map(this::fit);
        return new Diagnosis(
                facts.name(),
                Optional.of(main.display()),
                patient.profile().map(ServerProfile::name),
                facts.engine(),
                Evidence.of(
                        main, patient.signal(), patient.init(), patient.family().childrenOf(main)),
                verdict,
                new Notes(patient).all(),
                facts.past().size(),
                facts.withoutEffect(),
                byPolicy,
                fit,
                proposal,
                new Advisor(patient, verdict, proposal, fit).advice());
    }

    /** Not what the policy says already, and where that does well nothing needs to be better. */
    private boolean isNews(Proposal proposal, Optional<Prospect> byPolicy) {
        Optional<StopSettings> policy = facts.policy();
        boolean well = byPolicy.filter(p -> p.expectation().isGood()).isPresent();
        return policy.isEmpty()
                || (!well && !policy.get().orElse(proposal.settings()).equals(policy.get()));
    }

    /** Said where policies are checked what makes no ladder; here there is none to speak of. */
    private Optional<Plan> plan(StopSettings settings) {
        try {
            return Optional.of(Planner.plan(settings, profile(settings), engine()));
        } catch (InvalidPlanException e) {
            return Optional.empty();
        }
    }

    private GraceFit fit(Plan plan) {
        return new GraceFit(
                plan.ladder().drainDelay().plus(plan.ladder().gracePeriod()),
                facts.engine().timeout());
    }

    private StopSettings profile(StopSettings settings) {
        String name = settings.profile();
        boolean unknown = name != null
                && !name.equals("None")
                && !name.equals("Auto")
                && ServerProfiles.byName(name).isEmpty();
        return unknown
                ? StopSettings.NONE
                : ProfileChoice.of(settings, patient.main().name(), facts.argv(patient.main()))
                        .map(ServerProfile::settings)
                        .orElse(StopSettings.NONE);
    }

    private ContainerFacts engine() {
        StopDefaults engine = facts.engine();
        return new ContainerFacts(
                isSet(engine.signalFrom()) ? Optional.of(engine.signal()) : Optional.empty(),
                isSet(engine.timeoutFrom()) ? Optional.of(engine.timeout()) : Optional.empty(),
                engine.timeout());
    }

    private static boolean isSet(StopDefaults.Source source) {
        return source != StopDefaults.Source.ENGINE && source != StopDefaults.Source.ASSUMED;
    }
}
