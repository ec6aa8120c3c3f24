package dev.gracefulshutdown.api;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets some of the {@link StopSettings} and leaves the others unset. */
public final class StopSettingsBuilder {
    private @Nullable Strategy strategy;
    private @Nullable String profile;
    private @Nullable Signal stopSignal;
    private @Nullable Signal killSignal;
    private @Nullable Duration gracePeriod;
    private @Nullable List<EscalationStep> escalation;
    private @Nullable Delivery delivery;
    private @Nullable OnUndeliverable onUndeliverable;
    private @Nullable Duration drainDelay;
    private @Nullable Set<Condition> extendWhile;
    private @Nullable Duration maxExtension;
    private @Nullable OnDeadline onDeadline;

    StopSettingsBuilder() {}

    public StopSettingsBuilder strategy(Strategy value) {
        strategy = value;
        return this;
    }

    public StopSettingsBuilder profile(String value) {
        profile = value;
        return this;
    }

    public StopSettingsBuilder stopSignal(Signal value) {
        stopSignal = value;
        return this;
    }

    public StopSettingsBuilder killSignal(Signal value) {
        killSignal = value;
        return this;
    }

    public StopSettingsBuilder gracePeriod(Duration value) {
        gracePeriod = value;
        return this;
    }

    public StopSettingsBuilder escalation(EscalationStep... steps) {
        escalation = List.of(steps);
        return this;
    }

    public StopSettingsBuilder delivery(Delivery value) {
        delivery = value;
        return this;
    }

    public StopSettingsBuilder onUndeliverable(OnUndeliverable value) {
        onUndeliverable = value;
        return this;
    }

    public StopSettingsBuilder drainDelay(Duration value) {
        drainDelay = value;
        return this;
    }

    public StopSettingsBuilder extendWhile(Condition... conditions) {
        extendWhile = Set.of(conditions);
        return this;
    }

    public StopSettingsBuilder maxExtension(Duration value) {
        maxExtension = value;
        return this;
    }

    public StopSettingsBuilder onDeadline(OnDeadline value) {
        onDeadline = value;
        return this;
    }

    public StopSettings build() {
        return new StopSettings(
                strategy,
                profile,
                stopSignal,
                killSignal,
                gracePeriod,
                escalation,
                delivery,
                onUndeliverable,
                drainDelay,
                extendWhile,
                maxExtension,
                onDeadline);
    }
}
