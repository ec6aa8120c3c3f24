package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.SignalEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a verdict, the best first: the image, then the way it is run, then a policy for the image as it is. */
final class Advisor {
    private final Patient patient;
    private final Verdict verdict;
    private final Optional<Proposal> proposal;
    private final Optional<GraceFit> fit;
    private final Setup.Manager manager;
    private final List<Advice> advice = new ArrayList<>();

    Advisor(Patient patient, Verdict verdict, Optional<Proposal> proposal, Optional<GraceFit> fit) {
        this.patient = patient;
        this.verdict = verdict;
        this.proposal = proposal;
        this.fit = fit;
        this.manager = patient.facts().setup().manager();
    }

    List<Advice> advice() {
        switch (verdict) {
            case Verdict.Killed _ -> killed();
            case Verdict.Wrapped _ -> wrapped();
            case Verdict.Sits _ -> advice.add(AdviceTexts.trap(command(), true));
            case Verdict.Leaves leaves -> leaves(leaves.certain());
            case Verdict.EndsAtOnce _ -> advice.add(AdviceTexts.handler(patient.signal()));
            case Verdict.GoesOn _ -> goesOn();
            case Verdict.LooksOnly _ -> {
                advice.add(AdviceTexts.handler(patient.signal()));
                advice.add(AdviceTexts.init(manager));
            }
            case Verdict.WithoutEffect _ -> {
                if (Quirk.of(patient.program(patient.main()), patient.signal()).isPresent()) {
                    advice.add(AdviceTexts.init(manager));
                }
                advice.add(AdviceTexts.handler(patient.signal()));
            }
            case Verdict.CutShort cut ->
                advice.add(AdviceTexts.timeout(cut.inner().plusSeconds(2), manager));
            case Verdict.NotSureYet _ -> advice.add(AdviceTexts.lookAgain());
            case Verdict.Told _ -> {}
            case Verdict.Unknown _ -> advice.add(AdviceTexts.lookAgainElsewhere(manager));
            case Verdict.Ends _, Verdict.Forwards _ -> {}
        }
        betterSignal();
        policy();
        return List.copyOf(advice);
    }

    private void killed() {
        boolean shell = Shells.isShell(patient.main());
        if (!shell && Hearing.of(patient.main(), Signal.INT).hears()) {
            advice.add(AdviceTexts.stopSignal(Signal.INT, manager, "it hears that one"));
        }
        Optional<String> script = ShellForm.script(patient.facts().setup().line());
        if (shell && script.filter(ShellForm::isSimple).isPresent()) {
            advice.add(AdviceTexts.jsonForm(ShellForm.words(script.get()), manager));
        } else if (shell) {
            advice.add(AdviceTexts.trap(command(), false));
        } else {
            advice.add(AdviceTexts.handler(patient.signal()));
        }
        advice.add(AdviceTexts.init(manager));
    }

    private void wrapped() {
        Optional<String> script = ShellForm.script(patient.facts().setup().line());
        if (script.filter(ShellForm::isSimple).isPresent()) {
            advice.add(AdviceTexts.jsonForm(ShellForm.words(script.get()), manager));
        } else {
            advice.add(exec());
        }
    }

    private void leaves(boolean certain) {
        if (patient.init().filter(i -> !i.waits()).isPresent()) {
            advice.add(AdviceTexts.servicesFirst(manager));
        } else if (certain) {
            advice.add(exec());
        } else {
            advice.add(AdviceTexts.trap(command(), true));
        }
    }

    private Advice exec() {
        return AdviceTexts.exec(ShellForm.file(patient.facts().argv(patient.main())), command());
    }

    private void goesOn() {
        if (Shells.isShell(patient.main())) {
            advice.add(AdviceTexts.trap(command(), false));
        }
        patient.init()
                .flatMap(i -> i.stopSignal())
                .or(() -> Hint.of(patient.program(patient.main())).map(Hint::graceful))
                .or(() -> patient.profile().map(ServerProfile::stopSignal))
                .ifPresentOrElse(
                        s -> advice.add(AdviceTexts.stopSignal(s, manager, "that ends it")),
                        () -> advice.add(
                                AdviceTexts.stopSignal(Signal.TERM, manager, "give it a handler or a trap for that")));
    }

    /** A known server that would finish its work on another signal. */
    private void betterSignal() {
        boolean cuts = patient.profile()
                .flatMap(p -> p.meaningOf(patient.signal()))
                .filter(m -> m.effect() == SignalEffect.ABORTS || m.effect() == SignalEffect.LOSES)
                .isPresent();
        if (cuts) {
            patient.profile()
                    .filter(p -> Hearing.of(patient.main(), p.stopSignal()).hears())
                    .ifPresent(p -> advice.add(AdviceTexts.stopSignal(p.stopSignal(), manager, p.summary())));
        } else if (patient.profile().isEmpty() && verdict instanceof Verdict.Ends) {
            Hint.of(patient.program(patient.main()))
                    .filter(h -> !h.graceful().equals(patient.signal()))
                    .ifPresent(h -> advice.add(AdviceTexts.stopSignal(h.graceful(), manager, "it " + h.words())));
        }
    }

    /** On Kubernetes a policy is for a workload, whose containers are more than this one, and raises the grace by itself. */
    private void policy() {
        if (manager == Setup.Manager.KUBERNETES) {
            return;
        }
        boolean another = patient.facts().policy().isPresent();
        proposal.ifPresent(p -> advice.add(another ? AdviceTexts.otherPolicy(p) : AdviceTexts.policy(p)));
        boolean said = advice.stream().anyMatch(a -> a.kind() == Advice.Kind.TIMEOUT);
        fit.filter(f -> !f.fits() && !said)
                .ifPresent(f -> advice.add(AdviceTexts.timeoutForLadder(f.needed(), manager)));
    }

    /** What starts the server, as far as it can be seen. */
    private Optional<List<String>> command() {
        return patient.server()
                .filter(p -> !p.equals(patient.main()))
                .map(this::argv)
                .filter(argv -> !Programs.isTitle(argv));
    }

    private List<String> argv(ProcessFacts process) {
        return patient.facts().argv(process);
    }
}
