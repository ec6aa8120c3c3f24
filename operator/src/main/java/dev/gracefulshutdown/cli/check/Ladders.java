package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.ServerProfiles;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.time.Duration;
import java.util.Optional;

/**
 * How the container under test is stopped: as its engine would, or by a known server's profile.
 *
 * @param grace in place of the container's own
 */
record Ladders(Optional<Duration> grace, Optional<ServerProfile> profile) {
    /** @throws Problem for a profile that there is not */
    static Ladders of(Optional<Duration> grace, Optional<String> profile) {
        try {
            return new Ladders(grace, profile.map(ServerProfiles::require));
        } catch (UnknownProfileException e) {
            throw Problem.invalid("--profile", String.valueOf(e.getMessage()), "see docs/profiles.md");
        }
    }

    Ladder forContainer(ContainerDetails container) {
        return profile.map(p -> byProfile(p, container)).orElseGet(() -> asTheEngine(container));
    }

    private Ladder asTheEngine(ContainerDetails container) {
        Step first = new Step(Duration.ZERO, container.stopSignal().effective(), Delivery.MAIN, Step.Purpose.ASK);
        return Ladder.stop(first, grace.orElse(container.stopTimeout().effective()));
    }

    private Ladder byProfile(ServerProfile known, ContainerDetails container) {
        StopSettings own =
                grace.map(g -> StopSettings.builder().gracePeriod(g).build()).orElse(StopSettings.NONE);
        try {
            return Planner.plan(
                            own,
                            known.settings(),
                            new ContainerFacts(
                                    container.stopSignal().own(),
                                    container.stopTimeout().own(),
                                    container.stopTimeout().effective()))
                    .ladder();
        } catch (InvalidPlanException e) {
            throw Problem.invalid("--grace", e.field(), String.valueOf(e.getMessage()), "raise it");
        }
    }
}
