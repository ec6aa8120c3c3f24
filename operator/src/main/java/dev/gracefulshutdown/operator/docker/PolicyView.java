package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.keeper.Action;
import dev.gracefulshutdown.keeper.Assignment;
import dev.gracefulshutdown.keeper.Findings;
import dev.gracefulshutdown.keeper.Mark;
import dev.gracefulshutdown.keeper.Notes;
import dev.gracefulshutdown.keeper.Policy;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How one policy fares on its host, as the last look found it.
 *
 * @param spec what it asked for then
 * @param containers those that it holds for, by name
 * @param conflict why it holds for none that it matches, where that is so
 * @param waiting what can't be begun before others are back, in words
 */
public record PolicyView(
        GracefulShutdownPolicySpec spec,
        List<ContainerView> containers,
        Optional<String> conflict,
        List<String> waiting) {
    public PolicyView {
        containers = List.copyOf(containers);
        waiting = List.copyOf(waiting);
    }

    /**
     * One of its containers.
     *
     * @param up it runs, or is about to be started again
     * @param busy a shutdown of ours is under way
     * @param nonce the restartNonce that was seen there and needs nothing more
     * @param begun what was begun or, in a dry run, would have been, in words
     * @param left why it is left as it is, where somebody may wonder
     * @param trouble what failed and is tried again later, in words
     * @param invalid why the settings make no ladder for it
     * @param stoppedByUs what Running would bring back
     */
    public record ContainerView(
            String name,
            boolean up,
            boolean busy,
            Optional<String> nonce,
            Optional<String> begun,
            Optional<String> left,
            Optional<String> trouble,
            Optional<String> invalid,
            boolean stoppedByUs) {}

    /**
     * How all policies of a host fare.
     *
     * @param invalid why a policy's settings make no ladder for a container; empty when they do
     */
    static Map<String, PolicyView> of(
            Findings findings, BiFunction<Policy, ContainerDetails, Optional<String>> invalid) {
        List<Assignment> assignments = findings.scene().assignments();
        Map<String, PolicyView> views = new HashMap<>();
        for (Policy policy : findings.scene().policies()) {
            List<ContainerView> containers = assignments.stream()
                    .filter(a -> a.winner().filter(policy::equals).isPresent())
                    .map(a -> view(policy, a.container(), findings, invalid))
                    .sorted(Comparator.comparing(ContainerView::name))
                    .toList();
            Optional<String> conflict = containers.isEmpty()
                    ? assignments.stream()
                            .flatMap(a -> a.conflict(policy).stream())
                            .findFirst()
                    : Optional.empty();
            List<String> waiting = findings.decision().waiting().stream()
                    .filter(w -> w.startsWith("policy " + policy.name() + ": "))
                    .toList();
            views.put(policy.name(), new PolicyView(policy.spec(), containers, conflict, waiting));
        }
        return Map.copyOf(views);
    }

    private static ContainerView view(
            Policy policy,
            ContainerDetails container,
            Findings findings,
            BiFunction<Policy, ContainerDetails, Optional<String>> invalid) {
        Optional<Action> action = findings.decision().actions().stream()
                .filter(a -> a.container().id().equals(container.id()))
                .findFirst();
        Map<String, String> seen = findings.notes().nonces().getOrDefault(policy.name(), Map.of());
        // A nonce whose restart is yet to come to pass is not done with.
        Optional<String> nonce = Optional.ofNullable(findings.notes().restarts().get(container.id()))
                .filter(owed -> owed.policy().equals(policy.name()))
                .map(Notes.Owed::before)
                .or(() -> Optional.ofNullable(seen.get(container.id())));
        Mark mark = findings.notes().marks().get(container.id());
        return new ContainerView(
                container.name(),
                container.isRunning() || container.isRestarting(),
                findings.busy().contains(container.id()),
                nonce,
                action.filter(a -> !(a instanceof Action.Leave)).map(Action::what),
                action.filter(a -> a instanceof Action.Leave).map(Action::why),
                Optional.ofNullable(findings.troubles().get(container.id())),
                invalid.apply(policy, container),
                mark != null && mark.stopped());
    }
}
