package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.Rules;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.Violation;
import dev.gracefulshutdown.cli.kit.Policies;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.host.PolicyFit;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.List;
import java.util.Optional;

/** From options and policies to a ladder for each container, before anybody is signalled. */
record Planning(Host host, StopSettings options, Policies policies) {
    private static final String REMEDY = "change the option or the policy; nobody was signalled";

    /** @throws Problem when they make no ladder for it */
    Job job(ContainerDetails container) {
        Optional<GracefulShutdownPolicy> policy = policies.of(container);
        StopSettings own = options.orElse(
                policy.map(p -> PolicyFit.settings(p.getSpec(), container)).orElse(StopSettings.NONE));
        String object = "container " + container.name();
        policy.ifPresent(p -> refuseDryRun(p, object));
        List<Violation> violations = Rules.check(own);
        if (!violations.isEmpty()) {
            throw Problem.invalid(
                    object, violations.getFirst().path(), violations.getFirst().message(), REMEDY);
        }
        try {
            Plan plan = host.plan(container, own);
            return new Job(container, Purpose.STOP, plan.ladder(), reason(policy, own), plan.assumptions());
        } catch (InvalidPlanException e) {
            throw Problem.invalid(object, e.field(), String.valueOf(e.getMessage()), REMEDY);
        } catch (UnknownProfileException e) {
            throw Problem.invalid(object, "profile", String.valueOf(e.getMessage()), REMEDY);
        }
    }

    private static void refuseDryRun(GracefulShutdownPolicy policy, String object) {
        if (policy.getSpec().mode() == Mode.DRY_RUN) {
            throw Problem.invalid(
                    "policy " + policy.getMetadata().getName(),
                    "spec.mode",
                    "is DryRun, so " + object + " must not be signalled",
                    "set it to Enforce, or leave the policy out; nobody was signalled");
        }
    }

    private Reason reason(Optional<GracefulShutdownPolicy> policy, StopSettings own) {
        boolean byPolicyAlone = options.equals(StopSettings.NONE) && policy.isPresent();
        return Reason.requested(
                policy.filter(p -> byPolicyAlone).map(p -> p.getMetadata().getName()),
                Optional.of(own).filter(s -> !byPolicyAlone && !s.equals(StopSettings.NONE)));
    }
}
