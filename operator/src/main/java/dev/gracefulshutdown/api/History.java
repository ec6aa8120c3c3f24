package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which Shutdowns are kept as a record.
 *
 * @param limit How many are kept at the most. Default: 50.
 * @param ttl How long each is kept, for example 12h. Default: 24h.
 * @param keep All keeps every one, Notable only those that were not Graceful. Default: All.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record History(
        @Min(0) @Max(1000) @Nullable Integer limit,
        @DurationText @Nullable Duration ttl,
        @PascalCase @Nullable Keep keep) {
    /** What holds where nothing is set. */
    public static final History DEFAULTS = new History(50, Duration.ofHours(24), Keep.ALL);

    /** What is worth keeping. */
    public enum Keep {
        ALL,
        /** What was not Graceful. */
        NOTABLE
    }
}
