package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.diagnosis.Verdict.Ends;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.profile.KnownInit;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.SignalEffect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what the engine's stop would come to. */
final class Examination {
    /** One may be chance, unless it was made for the purpose. */
    private static final int ENOUGH_STOPS = 2;

    private final Patient patient;

    Examination(Patient patient) {
        this.patient = patient;
    }

    Verdict verdict() {
        Verdict seen = seen();
        return observed(seen).orElseGet(() -> mature(seen));
    }

    /** Without what happened before. */
    Verdict seenOnly() {
        return mature(seen());
    }

    private Verdict seen() {
        ProcessFacts main = patient.main();
        return patient.init().map(init -> behind(main, init)).orElseGet(() -> of(main));
    }

    /** What happened counts for more than what can be seen. */
    private Optional<Verdict> observed(Verdict seen) {
        List<PastStop> past = patient.facts().past();
        boolean hears = patient.hearing(patient.main()).hears();
        if (hears
                && past.size() >= (patient.facts().ready() ? 1 : ENOUGH_STOPS)
                && past.stream().allMatch(PastStop::wasWithoutEffect)) {
            return Optional.of(explained(seen, past.size()));
        }
        int without = patient.facts().withoutEffect();
        if (hears && without >= ENOUGH_STOPS && seen.expectation() == Expectation.ENDS) {
            return Optional.of(new Verdict.WithoutEffect(without, past.size()));
        }
        boolean open =
                seen.expectation() == Expectation.PERHAPS || seen instanceof Ends || seen instanceof Verdict.Sits;
        return open && !past.isEmpty() && past.stream().allMatch(PastStop::endedByItself)
                ? Optional.of(new Ends(Certainty.OBSERVED))
                : Optional.empty();
    }

    /** Where what was seen explains it already, that says more than that it happened. */
    private Verdict explained(Verdict seen, int stops) {
        if (seen instanceof Verdict.Sits || seen instanceof Ends) {
            // However young its child was: a short command would have let it get to its trap.
            return Optional.of(patient.main())
                    .filter(Shells::isShell)
                    .flatMap(shell -> foreground(shell, child -> true))
                    .<Verdict>map(child -> new Verdict.Sits(child.display(), false))
                    .orElseGet(() -> new Verdict.WithoutEffect(stops, stops));
        }
        return seen instanceof Verdict.GoesOn ? seen : new Verdict.WithoutEffect(stops, stops);
    }

    /** A young process may only not have installed its handlers yet. */
    private Verdict mature(Verdict seen) {
        boolean deaf = seen instanceof Verdict.Killed || seen instanceof Verdict.Wrapped;
        return deaf && patient.isYoung() ? new Verdict.NotSureYet(patient.age()) : seen;
    }

    private Verdict of(ProcessFacts process) {
        return switch (patient.hearing(process)) {
            case UNKNOWN -> new Verdict.Unknown("the signal masks of " + process.display() + " can't be read");
            case CATCHES, QUEUES -> hearer(process);
            case FORWARDS -> unknownInit(process);
            case ENDS -> leaver(process);
            case DEAF -> deaf(process);
        };
    }

    private Verdict deaf(ProcessFacts process) {
        List<ProcessFacts> listeners = patient.family().topmost(process, this::acts);
        return listeners.isEmpty()
                ? new Verdict.Killed(process.display())
                : new Verdict.Wrapped(Patient.names(listeners));
    }

    private boolean acts(ProcessFacts process) {
        return patient.hearing(process).hears() && !Shells.shrugs(process, patient.signal());
    }

    private Verdict hearer(ProcessFacts process) {
        if (Shells.shrugs(process, patient.signal())) {
            Verdict behind = deaf(process);
            return behind instanceof Verdict.Wrapped ? behind : new Verdict.GoesOn(Sentences.SHELL_SHRUGS);
        }
        return meansSomethingElse(process)
                .or(() -> quirk(process))
                .or(() -> Shells.isShell(process) ? trapping(process) : Optional.empty())
                .orElseGet(() -> new Ends(Certainty.LIKELY));
    }

    private Optional<Verdict> meansSomethingElse(ProcessFacts process) {
        return profileOf(process)
                .flatMap(profile -> profile.meaningOf(patient.signal()))
                .filter(meaning -> meaning.effect() == SignalEffect.DIAGNOSES)
                .map(meaning -> new Verdict.GoesOn(meaning.does()));
    }

    private Optional<ServerProfile> profileOf(ProcessFacts process) {
        return process.equals(patient.main()) ? patient.profile() : Optional.empty();
    }

    private Optional<Verdict> quirk(ProcessFacts process) {
        return process.isNamespaceInit()
                ? Quirk.of(patient.program(process), patient.signal())
                        .map(q -> q.isOnlyPerhaps() ? new Verdict.LooksOnly(q.words()) : new Verdict.GoesOn(q.words()))
                : Optional.empty();
    }

    /** A shell with a trap: does it get to it, and what becomes of its children? */
    private Optional<Verdict> trapping(ProcessFacts shell) {
        Optional<ProcessFacts> foreground = foreground(shell, patient::isLongLived);
        if (foreground.isPresent()) {
            ProcessFacts child = foreground.get();
            // Of a frozen one nobody can say whether its command is a short one.
            boolean unclear = Shells.job(child) == Shells.Job.UNCLEAR
                    || patient.facts().setup().paused();
            return Optional.of(new Verdict.Sits(child.display(), unclear));
        }
        List<ProcessFacts> hearing = patient.family().topmost(shell, this::acts);
        return hearing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict.Leaves(shell.display(), Patient.names(hearing), false));
    }

    private Optional<ProcessFacts> foreground(ProcessFacts shell, Predicate<ProcessFacts> counts) {
        return patient.family().childrenOf(shell).stream()
                .filter(counts)
                .filter(child -> Shells.job(child) != Shells.Job.BACKGROUND)
                .findFirst();
    }

    /** The default action ends it; what is below is killed with it, or by the engine's shim where it shares its PIDs. */
    private Verdict leaver(ProcessFacts process) {
        List<ProcessFacts> hearing = patient.family().topmost(process, this::acts);
        return hearing.isEmpty()
                ? new Verdict.EndsAtOnce(process.display())
                : new Verdict.Leaves(process.display(), Patient.names(hearing), true);
    }

    /** Who waits for signals fetches them: for itself, or to pass them on. */
    private Verdict unknownInit(ProcessFacts process) {
        List<ProcessFacts> children = patient.family().childrenOf(process);
        return children.isEmpty() ? new Ends(Certainty.LIKELY) : new Verdict.Forwards(Patient.names(children));
    }

    private Verdict behind(ProcessFacts main, KnownInit init) {
        if (patient.hearing(main) == Hearing.UNKNOWN) {
            return of(main);
        }
        if (init.stopSignal().filter(s -> !s.equals(patient.signal())).isPresent()) {
            return new Verdict.GoesOn(init.name() + ": " + init.summary());
        }
        List<ProcessFacts> children = patient.family().childrenOf(main);
        if (!init.waits()) {
            return children.isEmpty()
                    ? new Ends(Certainty.LIKELY)
                    : new Verdict.Leaves(
                            main.display(), Patient.names(patient.family().below(main)), true);
        }
        Optional<Duration> inner = init.innerTime(patient.facts().setup().environment());
        if (inner.isPresent()) {
            return inner.get().compareTo(patient.facts().engine().timeout()) >= 0
                    ? new Verdict.CutShort(init.name(), inner.get())
                    : new Verdict.Forwards(Patient.names(children));
        }
        return children.size() == 1 ? behind(children.getFirst()) : new Verdict.Forwards(Patient.names(children));
    }

    /** The one child of an init: not PID 1, so the default action is no longer dropped. */
    private Verdict behind(ProcessFacts child) {
        Verdict own = of(child);
        return own instanceof Ends ? new Verdict.Forwards(List.of(child.display())) : own;
    }
}
