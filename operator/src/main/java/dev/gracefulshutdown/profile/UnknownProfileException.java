package dev.gracefulshutdown.profile;

/** A policy names a profile that there is not; the message names those that there are. */
public final class UnknownProfileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownProfileException(String name) {
        super("unknown profile \"%s\": known are %s; None and Auto are words of the policy"
                .formatted(name, String.join(", ", ServerProfiles.names())));
    }
}
