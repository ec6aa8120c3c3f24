package dev.gracefulshutdown.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gracefulshutdown.ladder.Signal;

/**
 * What a known server does with a signal.
 *
 * @param signal which
 * @param effect what it costs
 * @param does one sentence for people
 */
public record SignalMeaning(Signal signal, SignalEffect effect, String does) {
    @JsonCreator
    static SignalMeaning read(
            @JsonProperty(value = "signal", required = true) String signal,
            @JsonProperty(value = "effect", required = true) SignalEffect effect,
            @JsonProperty(value = "does", required = true) String does) {
        return new SignalMeaning(Signals.named(signal), effect, does);
    }
}
