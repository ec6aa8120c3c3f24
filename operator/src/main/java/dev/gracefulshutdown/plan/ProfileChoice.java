package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.ServerProfiles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which known server's settings fill in what people left open. */
public final class ProfileChoice {
    private static final String NONE = "None";
    private static final String AUTO = "Auto";

    private ProfileChoice() {}

    /**
     * By the settings' own {@code profile}.
     *
     * @param comm the main process's {@code comm}, for Auto
     * @param argv its command line, for Auto
     * @return empty for None, and for an Auto that recognises nobody
     * @throws dev.gracefulshutdown.profile.UnknownProfileException for a name that no profile has
     */
    public static Optional<ServerProfile> of(StopSettings settings, String comm, List<String> argv) {
        String name = Objects.requireNonNullElse(settings.profile(), NONE);
        if (name.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        return name.equalsIgnoreCase(AUTO)
                ? ServerProfiles.auto(comm, argv)
                : Optional.of(ServerProfiles.require(name));
    }
}
