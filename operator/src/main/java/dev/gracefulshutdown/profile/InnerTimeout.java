package dev.gracefulshutdown.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gracefulshutdown.api.Durations;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long an init itself waits for something before it kills it: part of the ladder's arithmetic.
 *
 * @param setting its name
 * @param source where it is set
 * @param unit what a number in the environment counts
 * @param standard what it is when nobody sets it
 * @param each what it is counted for: {@code stop}, {@code script}, {@code program}, {@code unit}
 */
public record InnerTimeout(String setting, Source source, Duration unit, Duration standard, String each) {
    /** Where an inner timeout is set. */
    public enum Source {
        /** A variable of the container's environment, a number. */
        ENVIRONMENT,
        /** The init's own configuration, which can't be seen from outside: the standard is assumed. */
        CONFIGURATION
    }

    @JsonCreator
    static InnerTimeout read(
            @JsonProperty(value = "setting", required = true) String setting,
            @JsonProperty(value = "source", required = true) Source source,
            @JsonProperty("unit") @Nullable String unit,
            @JsonProperty(value = "default", required = true) String standard,
            @JsonProperty(value = "each", required = true) String each) {
        Duration one = unit == null ? Duration.ofMillis(1) : Durations.parse(unit);
        return new InnerTimeout(setting, source, one, Durations.parse(standard), each);
    }

    /** As the container's environment has it; the standard where it is unset or no whole number. */
    public Duration in(Map<String, String> environment) {
        String value = source == Source.ENVIRONMENT ? environment.getOrDefault(setting, "") : "";
        return value.matches("\\d{1,9}") ? unit.multipliedBy(Long.parseLong(value)) : standard;
    }
}
