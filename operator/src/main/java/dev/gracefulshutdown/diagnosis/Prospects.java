package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.plan.Plan;
import java.time.Duration;
import java.util.List;

/** From a plan and a patient to what would come of it. */
final class Prospects {
    private final Patient patient;
    private final Plan plan;
    private final Ladder ladder;
    private final List<StepRecord> steps;

    Prospects(Patient patient, Plan plan) {
        this.patient = patient;
        this.plan = plan;
        this.ladder = plan.ladder();
        this.steps = Rehearsal.of(ladder, patient.facts().reading());
    }

    Prospect prospect() {
        for (StepRecord step : steps) {
            Expectation end = after(step);
            if (end != Expectation.KILLED) {
                return prospect(end, words(end, step));
            }
        }
        return ladder.kill().isPresent() ? killed() : atTheEnd();
    }

    private Prospect killed() {
        Signal signal = ladder.kill().orElseThrow();
        return prospect(
                Expectation.KILLED,
                signal.equals(Signal.KILL) ? "killed at once" : "nothing comes of " + signal + ", and nothing follows");
    }

    private Prospect atTheEnd() {
        String when = Durations.format(
                at(steps.stream().map(StepRecord::at).max(Duration::compareTo).orElse(Duration.ZERO)));
        return ladder.onDeadline() == OnDeadline.HOLD
                ? prospect(Expectation.KILLED, "nobody hears, and SIGKILL is held back for ever")
                : prospect(Expectation.KILLED, "killed after " + when + ": no step ends it");
    }

    private Prospect prospect(Expectation expectation, String words) {
        return new Prospect(
                steps, expectation, words, ladder.gracePeriod().plus(ladder.maxExtension()), plan.assumptions());
    }

    /** {@link Expectation#KILLED}: it would still be there. */
    private Expectation after(StepRecord step) {
        boolean diagnoses =
                ladder.steps().stream().anyMatch(s -> !s.asks() && s.signal().equals(step.signal()));
        if (step.delivery() == Result.UNDELIVERABLE || step.signal().equals(Signal.KILL) || diagnoses) {
            return Expectation.KILLED;
        }
        if (!step.to().equals(List.of(patient.main().display()))) {
            return Expectation.ENDS;
        }
        return new Examination(patient.askedBy(step.signal())).seenOnly().expectation();
    }

    private static String words(Expectation end, StepRecord step) {
        String after = " after " + step.signal() + (step.at().isZero() ? "" : " at " + Durations.format(at(step.at())));
        return switch (end) {
            case ENDS -> "ends by itself" + after;
            case PERHAPS -> "ends by itself" + after + ", or at a later step";
            case LOSES -> "ends" + after + ", and the kernel kills others with it";
            case UNKNOWN -> "nobody can tell what comes" + after;
            case KILLED -> "killed";
        };
    }

    /** Steps come some milliseconds late, and nobody wants to read them. */
    private static Duration at(Duration exact) {
        return Duration.ofMillis(exact.toMillis() / 100 * 100);
    }
}
