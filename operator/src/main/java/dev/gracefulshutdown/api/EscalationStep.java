package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step.Purpose;
import io.fabric8.generator.annotation.Required;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step between the first signal and the end of the grace period.
 *
 * @param at When, counted from the first signal, for example 20s. Either this or beforeEnd.
 * @param beforeEnd When, counted back from the end of the grace period, for example 2s. Either this or at.
 * @param signal What is sent, for example SIGINT. SIGKILL comes at the end by itself and is no step.
 * @param to Who gets it: Auto, Main, Descendants or All. Default: the delivery of all steps.
 * @param purpose Ask wants the container to end. Diagnose only leaves a trace before the end, for example a JVM's thread dump by
 *     SIGQUIT; it counts as no way out. Default: Ask.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EscalationStep(
        @DurationText @Nullable Duration at,
        @DurationText @Nullable Duration beforeEnd,
        @SignalName @Required Signal signal,
        @PascalCase @Nullable Delivery to,
        @PascalCase @Nullable Purpose purpose) {

    /** A step that asks, to whom all steps go. */
    public static EscalationStep at(Duration sinceFirstSignal, Signal signal) {
        return new EscalationStep(sinceFirstSignal, null, signal, null, null);
    }

    /** A step that asks, to whom all steps go. */
    public static EscalationStep beforeEnd(Duration beforeEnd, Signal signal) {
        return new EscalationStep(null, beforeEnd, signal, null, null);
    }
}
