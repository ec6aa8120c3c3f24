package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.SettingPath;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which ladder each role is stopped by. */
final class Ladders {
    /** Less than docker stop's 10 s, so that nobody has to wait long; the rest is the same. */
    static final Duration CLASSIC_GRACE = Duration.ofSeconds(4);

    /** Nobody watches a demo for longer. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private final List<Problem> mistakes = new ArrayList<>();

    private Ladders() {}

    /** As {@code docker stop} does it: SIGTERM to PID 1, a wait, SIGKILL. */
    static Ladder classic() {
        Step term = new Step(Duration.ZERO, Signal.TERM, Delivery.MAIN, Step.Purpose.ASK);
        return Ladder.stop(term, CLASSIC_GRACE);
    }

    /**
     * By the policy that selects the role's label; by the demo's own for a role that none does.
     *
     * @throws dev.gracefulshutdown.cli.kit.Problem with every mistake, when a role is selected twice, or nobody is, or a policy
     *     makes no ladder that can be shown
     */
    static Map<Role, Assignment> by(PolicyText text, Choice choice, List<Role> roles) {
        InvalidFiles.check(choice.conflicts());
        if (choice.byRole().isEmpty()) {
            InvalidFiles.check(choice.idle());
        }
        Choice ours = Choice.of(PolicyText.ours().documents(), roles);
        Ladders ladders = new Ladders();
        Map<Role, Assignment> all = new LinkedHashMap<>();
        for (Role role : roles) {
            Document<GracefulShutdownPolicy> written = choice.byRole().get(role);
            Document<GracefulShutdownPolicy> policy = written != null
                    ? written
                    : Objects.requireNonNull(ours.byRole().get(role));
            boolean own = text.isOurs() || written == null;
            Ladder ladder = ladders.ladder(policy, role);
            all.put(
                    role,
                    new Assignment(
                            ladder,
                            (own ? "the demo's own policy " : "policy ")
                                    + policy.resource().getMetadata().getName()));
        }
        InvalidFiles.check(ladders.mistakes.stream().distinct().toList());
        return all;
    }

    /** A policy with a mistake makes the classic one, which is never played. */
    private Ladder ladder(Document<GracefulShutdownPolicy> policy, Role role) {
        GracefulShutdownPolicySpec spec = policy.resource().getSpec();
        StopSettings own = spec.settingsFor(role.name());
        if (spec.mode() == Mode.DRY_RUN) {
            mistakes.add(policy.problem(
                    "spec.mode", "a DryRun stops nobody, and the demo is about that", "leave it out here"));
            return classic();
        }
        StopSettings profile = ProfileChoice.of(own, "sh", role.command())
                .map(ServerProfile::settings)
                .orElse(StopSettings.NONE);
        try {
            Ladder ladder = Planner.plan(own, profile, ContainerFacts.DOCKER).ladder();
            Duration longest = longest(ladder);
            if (longest.compareTo(LONGEST) > 0) {
                mistakes.add(policy.problem(
                        SettingPath.of(spec, role.name(), "gracePeriod", StopSettings::gracePeriod),
                        "takes " + Durations.format(longest) + " until its end, and the demo shows at most "
                                + Durations.format(LONGEST),
                        "let gracePeriod, drainDelay and maxExtension be " + Durations.format(LONGEST) + " together"));
            }
            return ladder;
        } catch (InvalidPlanException e) {
            mistakes.add(policy.problem(
                    SettingPath.of(spec, role.name(), e.field(), StopSettings::escalation),
                    String.valueOf(e.getMessage()),
                    ""));
            return classic();
        }
    }

    private static Duration longest(Ladder ladder) {
        Duration extension = ladder.extendWhile().isEmpty() ? Duration.ZERO : ladder.maxExtension();
        return ladder.drainDelay().plus(ladder.gracePeriod()).plus(extension);
    }
}
