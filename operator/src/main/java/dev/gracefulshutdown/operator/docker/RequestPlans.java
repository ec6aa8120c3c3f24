package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Assignment;
import dev.gracefulshutdown.keeper.Order;
import dev.gracefulshutdown.keeper.Policy;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.Optional;

/**
 * From a request and its container to how it is shut down: by the policy that is named, the plan, or the policy that holds for
 * the container; else as the engine would.
 *
 * @param named finds a policy of the cluster, by namespace and name
 */
record RequestPlans(HostConfig config, DockerPolicies policies, Named named) {
    /** Finds a policy; it may have been applied a moment ago. */
    interface Named {
        Optional<GracefulShutdownPolicy> find(String namespace, String name);
    }

    /**
     * What is to be done.
     *
     * @param policy whose settings hold
     * @param dryRun what would be done, where nothing is
     */
    record Decided(Order order, Optional<PolicyRef> policy, Optional<String> dryRun) {}

    private record Source(Optional<Policy> policy, StopSettings settings, String field) {}

    /** @throws RefusedException when it can't be done, with the field and the remedy */
    Decided of(Shutdown request, ContainerDetails container, Host host) throws RefusedException {
        Source source = source(request, container);
        Plan plan = plan(source, container, host);
        Ladder ladder = plan.ladder();
        Order order = new Order(
                container,
                ladder.kill().map(Purpose::ofSignal).orElse(Purpose.STOP),
                plan,
                source.policy().map(Policy::name),
                "Shutdown " + request.getMetadata().getNamespace() + "/"
                        + request.getMetadata().getName() + " asks for it");
        String would = ladder.kill()
                .map(signal -> "would send " + signal + " to container " + container.name())
                .orElseGet(() -> "would stop container " + container.name() + " with a grace period of "
                        + Durations.format(ladder.gracePeriod()));
        Optional<String> dryRun = policies.observeOnly()
                ? Optional.of("the operator only observes (--observe-only): " + would)
                : source.policy()
                        .filter(Policy::isDryRun)
                        .map(policy -> "GracefulShutdownPolicy " + policy.name() + " is a DryRun: " + would);
        return new Decided(order, ref(source), dryRun);
    }

    private Optional<PolicyRef> ref(Source source) {
        return source.policy().flatMap(policy -> policies.find(policy.name())).map(PolicyRef::of);
    }

    private Source source(Shutdown request, ContainerDetails container) throws RefusedException {
        StopSettings plan = request.getSpec().plan();
        if (plan != null) {
            return new Source(Optional.empty(), plan, "spec.plan.");
        }
        String name = request.getSpec().policy();
        Optional<Policy> policy = name != null
                ? Optional.of(policies.toPolicy(named(request.getMetadata().getNamespace(), name)))
                : Assignment.of(container, policies.of(config)).winner();
        return new Source(
                policy,
                policy.map(it -> it.spec().settingsFor(container.name())).orElse(StopSettings.NONE),
                policy.map(it -> "GracefulShutdownPolicy " + it.name() + ": spec.")
                        .orElse("spec."));
    }

    private GracefulShutdownPolicy named(String namespace, String name) throws RefusedException {
        GracefulShutdownPolicy policy = named.find(namespace, name)
                .orElseThrow(() -> invalid("spec.policy: there is no GracefulShutdownPolicy " + name + " in namespace "
                        + namespace
                        + "; name one that there is, or leave the field out for the one that holds for the container, and"
                        + " request it anew"));
        if (policy.getSpec().docker() == null) {
            throw invalid("spec.policy: GracefulShutdownPolicy " + name
                    + " is for pods, and this request is for a Docker container; name one with spec.docker");
        }
        return policy;
    }

    private static Plan plan(Source source, ContainerDetails container, Host host) throws RefusedException {
        try {
            return host.plan(container, source.settings());
        } catch (InvalidPlanException e) {
            throw invalid(source.field() + e.field() + ": " + e.getMessage());
        } catch (UnknownProfileException e) {
            throw invalid(source.field() + "profile: " + e.getMessage());
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.forGood(Reason.INVALID, message));
    }
}
