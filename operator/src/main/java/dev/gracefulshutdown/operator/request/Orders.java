package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.matching.PodTraits;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.Shared;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.PodPlans;
import dev.gracefulshutdown.profile.UnknownProfileException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** From a request and its pod to how the pod is shut down: by the policy that is named, the plan, or the policy that matches. */
final class Orders {
    private final KubernetesClient client;
    private final PolicyIndex policies;
    private final Function<String, Map<String, String>> namespaceLabels;
    private final boolean observeOnly;

    Orders(Shared shared) {
        client = shared.client();
        policies = shared.policies();
        namespaceLabels =
                namespace -> shared.namespaces().map(it -> it.labels(namespace)).orElse(Map.of());
        observeOnly = shared.settings().observeOnly();
    }

    private record Source(
            Optional<EffectivePolicy> policy,
            String field,
            Function<String, StopSettings> settings,
            boolean isTheAgents) {}

    /** @throws RefusedException when it can't be done, with the field and the remedy */
    Order of(Shutdown request, Pod pod) throws RefusedException {
        Source source = source(request, pod);
        PodPlans plans = plans(source, pod);
        AgentsPart agents = new AgentsPart(plans, source.settings());
        List<String> inPlace = inPlace(request, pod, agents);
        boolean handOver = source.isTheAgents() && isPrepared(pod);
        // A prepared pod's own grace is what the agent's ladder takes.
        Duration longest = handOver ? GraceCheck.given(pod) : plans.longestMain();
        Duration grace = Duration.ofSeconds(Math.max(1, longest.toSeconds() + (longest.getNano() > 0 ? 1 : 0)));
        String deed = inPlace.isEmpty()
                ? "would delete pod " + pod.getMetadata().getName() + " with a grace period of "
                        + Durations.format(grace)
                : "would have the agent of node " + pod.getSpec().getNodeName() + " shut down "
                        + String.join(", ", inPlace) + " in pod "
                        + pod.getMetadata().getName() + ", which stays";
        Optional<String> dryRun = observeOnly
                ? Optional.of("the operator only observes (--observe-only): " + deed)
                : source.policy()
                        .filter(policy -> policy.mode() == Mode.DRY_RUN)
                        .map(policy -> policy.source().display() + " is a DryRun: " + deed);
        return new Order(
                source.policy().map(EffectivePolicy::source),
                dryRun,
                agents.isKill(),
                handOver,
                grace,
                inPlace,
                handOver ? List.of() : agents.missing());
    }

    /** The containers that are named, or all of the mains where a deletion would do what nobody asked for. */
    private static List<String> inPlace(Shutdown request, Pod pod, AgentsPart agents) throws RefusedException {
        List<String> named = InPlace.named(request);
        List<String> there =
                PodContainers.all(pod).map(container -> container.getName()).toList();
        List<String> unknown =
                named.stream().filter(name -> !there.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new RefusedException(Refusal.forGood(
                    Reason.INVALID,
                    "spec.containers: pod " + pod.getMetadata().getName() + " has no container "
                            + String.join(", ", unknown) + "; it has " + String.join(", ", there)));
        }
        if (!named.isEmpty()) {
            return named;
        }
        return agents.forbidsDeletion()
                ? PodContainers.mains(pod).stream()
                        .map(container -> container.getName())
                        .toList()
                : List.of();
    }

    private static boolean isPrepared(Pod pod) {
        return pod.getSpec().getContainers().stream().allMatch(HandOver::isPrepared);
    }

    private Source source(Shutdown request, Pod pod) throws RefusedException {
        ShutdownSpec spec = request.getSpec();
        StopSettings plan = spec.plan();
        if (plan != null) {
            return new Source(Optional.empty(), "spec.plan", _ -> plan, false);
        }
        String namespace = request.getMetadata().getNamespace();
        String name = spec.policy();
        Optional<EffectivePolicy> policy = name != null
                ? Optional.of(named(namespace, name))
                : policies.match(PodTraits.of(pod, namespace, namespaceLabels.apply(namespace)))
                        .winner();
        return new Source(
                policy,
                policy.map(it -> it.source().display() + ": spec").orElse("spec"),
                container -> policy.map(it -> it.settingsFor(container)).orElse(StopSettings.NONE),
                policy.isPresent() && name == null);
    }

    /** Asked of the API server: a policy and a request for it may have been applied at once. */
    private EffectivePolicy named(String namespace, String name) throws RefusedException {
        GracefulShutdownPolicy policy = client.resources(GracefulShutdownPolicy.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (policy == null) {
            throw new RefusedException(Refusal.forGood(
                    Reason.INVALID,
                    "spec.policy: there is no GracefulShutdownPolicy " + name + " in namespace " + namespace
                            + "; name one that there is, or leave the field out for the one that matches, and request it"
                            + " anew"));
        }
        if (policy.getSpec().docker() != null) {
            throw new RefusedException(
                    Refusal.forGood(
                            Reason.INVALID,
                            "spec.policy: GracefulShutdownPolicy " + name
                                    + " is for Docker containers (spec.docker), and this request is for a pod; name another one"));
        }
        return EffectivePolicy.of(policy);
    }

    private static PodPlans plans(Source source, Pod pod) throws RefusedException {
        try {
            return PodPlans.of(pod.getSpec(), GraceCheck.given(pod), source.settings());
        } catch (InvalidPlanException e) {
            throw new RefusedException(
                    Refusal.forGood(Reason.INVALID, source.field() + "." + e.field() + ": " + e.getMessage()));
        } catch (UnknownProfileException e) {
            throw new RefusedException(Refusal.forGood(Reason.INVALID, source.field() + ".profile: " + e.getMessage()));
        }
    }
}
