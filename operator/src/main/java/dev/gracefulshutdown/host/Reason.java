package dev.gracefulshutdown.host;

import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.StopSettings;
import java.util.Optional;

/**
 * Why and by which rules a container is shut down.
 *
 * @param origin Observed for what somebody else began
 * @param cause why
 * @param host the host's name, where there is more than one
 * @param policy the policy's name, where one holds
 * @param plan the settings that people gave instead
 */
public record Reason(
        Origin origin, Cause cause, Optional<String> host, Optional<String> policy, Optional<StopSettings> plan) {
    /** Somebody asked for it. */
    public static Reason requested(Optional<String> policy, Optional<StopSettings> plan) {
        return new Reason(Origin.REQUESTED, Cause.REQUEST, Optional.empty(), policy, plan);
    }

    /** Somebody asked the engine for it. */
    public static Reason observed(Optional<String> policy) {
        return new Reason(Origin.OBSERVED, Cause.ENGINE_STOP, Optional.empty(), policy, Optional.empty());
    }

    /** Somebody asked another process of ours for it. */
    public static Reason requestedElsewhere(Optional<String> policy) {
        return new Reason(Origin.OBSERVED, Cause.REQUEST, Optional.empty(), policy, Optional.empty());
    }
}
