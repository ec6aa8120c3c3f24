package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.StopSettingsBuilder;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.ServerProfile;
import java.time.Duration;
import java.util.Optional;

/** Which policy would do better than the engine alone, with the image as it is. */
final class Proposals {
    /** Beyond an init's own timeouts, for its own end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Patient patient;
    private final Verdict verdict;

    Proposals(Patient patient, Verdict verdict) {
        this.patient = patient;
        this.verdict = verdict;
    }

    Optional<Proposal> proposal() {
        StopSettings settings = settings();
        return settings.equals(StopSettings.NONE)
                ? Optional.empty()
                : Optional.of(new Proposal(patient.facts().name(), settings));
    }

    private StopSettings settings() {
        StopSettingsBuilder settings = StopSettings.builder();
        Optional<ServerProfile> profile = patient.profile();
        profile.map(ServerProfile::name).ifPresent(settings::profile);
        switch (verdict) {
            case Verdict.Killed _ -> killed(settings);
            // The default, written down because it is the point: those behind are asked.
            case Verdict.Wrapped _ -> settings.delivery(Delivery.AUTO);
            case Verdict.Sits _ -> settings.delivery(Delivery.ALL);
            case Verdict.CutShort cut -> settings.gracePeriod(cut.inner().plus(MARGIN));
            case Verdict.GoesOn _ -> {
                patient.init().flatMap(i -> i.stopSignal()).ifPresent(settings::stopSignal);
                hint().ifPresent(settings::stopSignal);
            }
            default -> {
                if (profile.isEmpty()) {
                    hint().filter(s -> !s.equals(patient.signal())).ifPresent(settings::stopSignal);
                }
            }
        }
        return settings.build();
    }

    private void killed(StopSettingsBuilder settings) {
        if (patient.profile().isEmpty() && hearsInterrupt()) {
            settings.stopSignal(Signal.INT);
        }
        settings.onUndeliverable(OnUndeliverable.SKIP);
    }

    private boolean hearsInterrupt() {
        return Hearing.of(patient.main(), Signal.INT).hears() && !Shells.isShell(patient.main());
    }

    private Optional<Signal> hint() {
        return Hint.of(patient.program(patient.main())).map(Hint::graceful);
    }
}
