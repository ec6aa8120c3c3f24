package dev.gracefulshutdown.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.util.List;
import java.util.Optional;

/**
 * A known server: how to stop it so that it can finish its work. A profile fills in what a policy leaves unset, and it
 * decides signals and times only: whether anybody is killed, held or skipped is for the policy to say.
 *
 * @param name as a policy writes it, in any case
 * @param summary which signal means "finish your work and leave"
 * @param verified held by a test against the real server; {@code profile: Auto} uses no other
 * @param docs the server's own documentation of its signals
 * @param recognise any of these is the server's main process
 * @param settings the ladder
 * @param signals what it does with the signals that people send it
 * @param caveats what one has to know at 3 a.m.
 */
public record ServerProfile(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String summary,
        @JsonProperty(required = true) boolean verified,
        @JsonProperty(required = true) String docs,
        @JsonProperty(required = true) List<ProcessPattern> recognise,
        @JsonProperty(required = true) StopSettings settings,
        @JsonProperty(required = true) List<SignalMeaning> signals,
        @JsonProperty(required = true) List<String> caveats) {

    /** @throws IllegalArgumentException when the ladder chooses what is not a profile's to choose, or costs data */
    public ServerProfile {
        recognise = List.copyOf(recognise);
        signals = List.copyOf(signals);
        caveats = List.copyOf(caveats);
        ProfileRules.check(name, settings, signals);
    }

    /** What this server does with the signal, where it is known. */
    public Optional<SignalMeaning> meaningOf(Signal signal) {
        return signals.stream().filter(m -> m.signal().equals(signal)).findFirst();
    }

    /** The first signal. */
    public Signal stopSignal() {
        return ProfileRules.stopSignal(name, settings);
    }

    /** The steps after the first signal; none is an empty list. */
    public List<EscalationStep> escalation() {
        List<EscalationStep> steps = settings.escalation();
        return steps == null ? List.of() : steps;
    }

    /** The steps that ask, without those that only leave a trace. */
    List<EscalationStep> askingSteps() {
        return escalation().stream()
                .filter(s -> s.purpose() != Purpose.DIAGNOSE)
                .toList();
    }

    boolean recognises(String comm, CommandLine line) {
        return recognise.stream().anyMatch(pattern -> pattern.matches(comm, line));
    }
}
