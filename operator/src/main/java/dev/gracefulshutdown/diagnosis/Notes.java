package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.profile.InnerTimeout;
import dev.gracefulshutdown.profile.KnownInit;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.SignalEffect;
import dev.gracefulshutdown.profile.SignalMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is worth knowing besides the verdict. */
final class Notes {
    private final Patient patient;
    private final Setup setup;
    private final List<String> notes = new ArrayList<>();

    Notes(Patient patient) {
        this.patient = patient;
        this.setup = patient.facts().setup();
    }

    List<String> all() {
        patient.profile().ifPresent(this::about);
        patient.init().ifPresent(this::about);
        if (patient.profile().isEmpty()) {
            Hint.of(patient.program(patient.main())).ifPresent(h -> notes.add("It " + h.words() + "."));
        }
        if (setup.paused()) {
            notes.add("It is paused: docker stop resumes it, other signals stay pending until it is resumed.");
        }
        if (setup.pids() != Setup.PidNamespace.OWN) {
            notes.add("It has no PID namespace of its own: default actions end its main process, and its end takes all"
                    + " other processes of the container with it.");
        }
        if (setup.restartPolicy().equals("always")) {
            notes.add("restart: always brings it back after any end but a docker stop.");
        }
        List<String> strangers = Patient.names(patient.family().strangers());
        if (!strangers.isEmpty()) {
            notes.add("Not asked by any stop, killed with the container: " + Sentences.names(strangers)
                    + " (an exec session or a health check)" + handlers());
        }
        past();
        return List.copyOf(notes);
    }

    /** Of those that would have done something about the signal. */
    private String handlers() {
        List<String> hearing = Patient.names(patient.family().strangers().stream()
                .filter(p -> patient.hearing(p).hears())
                .toList());
        return hearing.isEmpty() ? "." : "; the handler of " + Sentences.names(hearing) + " never runs.";
    }

    private void past() {
        List<PastStop> past = patient.facts().past();
        int without = patient.facts().withoutEffect();
        if (without > 0) {
            notes.add("A heard signal was without effect in " + without + " of the last " + past.size()
                    + (past.size() == 1 ? " stop." : " stops."));
        }
    }

    private void about(ServerProfile profile) {
        profile.meaningOf(patient.signal())
                .ifPresent(m -> notes.add(patient.signal() + " to " + profile.name() + ": " + m.does() + cost(m)));
    }

    private static String cost(SignalMeaning meaning) {
        return meaning.effect() == SignalEffect.LOSES ? ", and may lose what was confirmed." : ".";
    }

    private void about(KnownInit init) {
        if (!init.timeouts().isEmpty()) {
            notes.add(init.name() + " waits by its own settings: "
                    + init.timeouts().stream().map(this::timeout).collect(Collectors.joining(", ")) + ".");
        }
    }

    private String timeout(InnerTimeout timeout) {
        String assumed = timeout.source() == InnerTimeout.Source.CONFIGURATION ? " (assumed)" : "";
        return timeout.setting() + " " + Durations.format(timeout.in(setup.environment())) + " each " + timeout.each()
                + assumed;
    }
}
