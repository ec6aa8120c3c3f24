package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.Optional;

/**
 * Why a ladder of ours runs, as its record says.
 *
 * @param host the host's name, where there is more than one
 */
record Cause(Optional<String> host) {
    Reason of(Purpose purpose, Optional<String> policy) {
        return switch (purpose) {
            case JOIN -> here(Reason.observed(policy));
            case STOP_AND_STAY -> ours(ShutdownSpec.Cause.STATE, policy);
            case RESTART -> ours(ShutdownSpec.Cause.RESTART, policy);
            case STOP, KILL, SIGNAL -> ours(ShutdownSpec.Cause.REQUEST, policy);
        };
    }

    /** Another process of ours drove it. */
    Reason elsewhere(String policy) {
        return here(Reason.requestedElsewhere(Optional.of(policy)));
    }

    private Reason ours(ShutdownSpec.Cause cause, Optional<String> policy) {
        return new Reason(Origin.REQUESTED, cause, host, policy, Optional.empty());
    }

    private Reason here(Reason anywhere) {
        return new Reason(anywhere.origin(), anywhere.cause(), host, anywhere.policy(), anywhere.plan());
    }
}
