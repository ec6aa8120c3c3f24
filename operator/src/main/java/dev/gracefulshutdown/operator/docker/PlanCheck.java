package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Policy;
import dev.gracefulshutdown.keeper.Troubles;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Optional;

/** Whether a policy's settings make a ladder for a container, so that it is said before there is need of one. */
record PlanCheck(Host host) {
    Optional<String> invalid(Policy policy, ContainerDetails container) {
        try {
            var _ = host.plan(container, policy.spec().settingsFor(container.name()));
            return Optional.empty();
        } catch (InvalidPlanException e) {
            return Optional.of(Troubles.of(e, policy, container.name()));
        } catch (UnknownProfileException e) {
            return Optional.of(Troubles.of(e, policy, container.name()));
        }
    }
}
