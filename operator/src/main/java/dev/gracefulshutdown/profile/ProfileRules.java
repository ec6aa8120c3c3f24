package dev.gracefulshutdown.profile;

import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every profile must keep, so that choosing one by its process (Auto) can do no harm. */
final class ProfileRules {
    /** The policy's own words for "no profile" and "recognise it". */
    static final Set<String> RESERVED = Set.of("none", "auto");

    private ProfileRules() {}

    static void check(String name, StopSettings settings, List<SignalMeaning> signals) {
        require(name.matches("[A-Z][A-Za-z0-9]*"), name, "the name is a word that starts with a capital");
        require(!RESERVED.contains(ServerProfiles.key(name)), name, "the name is taken by the policy itself");
        choosesNothingElse(name, settings);
        require(effect(stopSignal(name, settings), signals) == SignalEffect.FINISHES, name, "stopSignal must finish");
        List<EscalationStep> steps = settings.escalation();
        for (EscalationStep step : steps == null ? List.<EscalationStep>of() : steps) {
            require((step.at() == null) != (step.beforeEnd() == null), name, "a step has either at or beforeEnd");
            require(allowed(step, effect(step.signal(), signals)), name, step.signal() + " is no safe step");
        }
    }

    static Signal stopSignal(String name, StopSettings settings) {
        Signal signal = settings.stopSignal();
        if (signal == null) {
            throw new IllegalArgumentException("profile " + name + ": no stopSignal");
        }
        return signal;
    }

    /** Kill, Hold and Skip are for people to choose, and so is the drain delay: it is about the network in front. */
    private static void choosesNothingElse(String name, StopSettings settings) {
        unset(name, "strategy", settings.strategy());
        unset(name, "profile", settings.profile());
        unset(name, "killSignal", settings.killSignal());
        unset(name, "onUndeliverable", settings.onUndeliverable());
        unset(name, "drainDelay", settings.drainDelay());
        unset(name, "onDeadline", settings.onDeadline());
    }

    private static boolean allowed(EscalationStep step, @Nullable SignalEffect effect) {
        return step.purpose() == Purpose.DIAGNOSE
                ? effect == SignalEffect.DIAGNOSES
                : effect == SignalEffect.FINISHES || effect == SignalEffect.ABORTS;
    }

    private static @Nullable SignalEffect effect(Signal signal, List<SignalMeaning> signals) {
        return signals.stream()
                .filter(m -> m.signal().equals(signal))
                .map(SignalMeaning::effect)
                .findFirst()
                .orElse(null);
    }

    private static void unset(String name, String field, @Nullable Object value) {
        require(value == null, name, field + " is not a profile's to choose");
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("profile " + name + ": " + rule);
        }
    }
}
