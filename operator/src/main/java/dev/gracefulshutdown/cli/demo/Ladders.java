package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.UnknownProfileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which ladder each role is stopped by. */
final class Ladders {
    /** Less than docker stop's 10 s, so that nobody has to wait long; the rest is the same. */
    static final Duration CLASSIC_GRACE = Duration.ofSeconds(4);

    private static final String OR_OUR_OWN = "change it, or leave -f out to see the demo's own policies";

    private Ladders() {}

    /** As {@code docker stop} does it: SIGTERM to PID 1, a wait, SIGKILL. */
    static Ladder classic() {
        Step term = new Step(Duration.ZERO, Signal.TERM, Delivery.MAIN, Step.Purpose.ASK);
        return Ladder.stop(term, CLASSIC_GRACE);
    }

    /**
     * By the first policy whose selector takes the role's label; the demo's own for a role that none takes.
     *
     * @throws Problem when a policy makes no ladder, or would send nothing
     */
    static Map<Role, Ladder> by(List<GracefulShutdownPolicy> policies, List<Role> roles, String file) {
        Map<Role, Ladder> ladders = new LinkedHashMap<>();
        List<GracefulShutdownPolicy> all = new ArrayList<>(policies);
        all.addAll(PolicyText.ours().policies());
        for (Role role : roles) {
            GracefulShutdownPolicy policy =
                    all.stream().filter(p -> selects(p, role)).findFirst().orElseThrow();
            ladders.put(role, ladder(policy, role, file));
        }
        return ladders;
    }

    private static boolean selects(GracefulShutdownPolicy policy, Role role) {
        return Optional.ofNullable(policy.getSpec().selector())
                .filter(selector -> LabelSelectors.matches(selector, Map.of("app", role.name())))
                .isPresent();
    }

    private static Ladder ladder(GracefulShutdownPolicy policy, Role role, String file) {
        String object =
                file + ": GracefulShutdownPolicy " + policy.getMetadata().getName();
        StopSettings own = policy.getSpec().settingsFor(role.name());
        if (policy.getSpec().mode() == Mode.DRY_RUN) {
            throw Problem.invalid(object, "spec.mode", "a DryRun stops nobody, and the demo is about that", OR_OUR_OWN);
        }
        try {
            StopSettings profile = ProfileChoice.of(own, "sh", role.command())
                    .map(ServerProfile::settings)
                    .orElse(StopSettings.NONE);
            return Planner.plan(own, profile, ContainerFacts.DOCKER).ladder();
        } catch (InvalidPlanException e) {
            throw Problem.invalid(object, "spec." + e.field(), String.valueOf(e.getMessage()), OR_OUR_OWN);
        } catch (UnknownProfileException e) {
            throw Problem.invalid(object, "spec.profile", String.valueOf(e.getMessage()), OR_OUR_OWN);
        }
    }
}
