package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.EnumNames;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.IOException;
import java.time.Duration;

/** What all verifications of profiles do alike. */
final class Verification {
    private final ServerProfile profile;

    private Verification(ServerProfile profile) {
        this.profile = profile;
    }

    static Verification of(Class<?> test) {
        return new Verification(
                ServerProfiles.require(test.getAnnotation(Verifies.class).value()));
    }

    /** The ladder that stands in the data, nothing added. */
    Stopped stop(RealServer server) throws IOException {
        return walk(server, StopSettings.NONE);
    }

    /** As a policy that names nothing but this profile and a grace period of its own; or as the container's own. */
    Stopped stopWithin(Duration gracePeriod, RealServer server) throws IOException {
        return walk(server, StopSettings.builder().gracePeriod(gracePeriod).build());
    }

    private Stopped walk(RealServer server, StopSettings own) throws IOException {
        assertThat(ServerProfiles.auto(server.comm(), server.argv()))
                .as("recognised by %s, %s", server.comm(), server.argv())
                .contains(profile);
        Stopped stopped = LadderWalk.standard().stop(server, own, profile);
        System.out.printf(
                "%s: %s, %s, exit %d after %d ms%n",
                profile.name(),
                EnumNames.of(stopped.outcome()),
                stopped.sent(),
                stopped.exitCode(),
                stopped.took().toMillis());
        return stopped;
    }
}
