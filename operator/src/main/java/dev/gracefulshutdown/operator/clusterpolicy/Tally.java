package dev.gracefulshutdown.operator.clusterpolicy;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.matching.Conflict;
import dev.gracefulshutdown.matching.Match;
import dev.gracefulshutdown.matching.PodTraits;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.pods.LeanPods;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy for the cluster holds for, and what it has lost to others.
 *
 * @param pods those that it holds for
 * @param namespaces how many have one of them
 * @param conflicts for each pod that it matches and does not hold for
 */
record Tally(List<Pod> pods, int namespaces, List<Conflict> conflicts) {
    Tally {
        pods = List.copyOf(pods);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Counts. Pods that are over are left out.
     *
     * @param labels of the namespaces, by name
     * @param podsOf by namespace
     */
    static Tally of(
            ClusterGracefulShutdownPolicy policy,
            PolicyIndex index,
            Map<String, Map<String, String>> labels,
            Function<String, List<Pod>> podsOf) {
        List<Pod> held = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        int namespaces = 0;
        for (Map.Entry<String, Map<String, String>> namespace : labels.entrySet()) {
            if (!takes(policy.getSpec().namespaceSelector(), namespace.getValue())) {
                continue;
            }
            int before = held.size();
            for (Pod pod : podsOf.apply(namespace.getKey())) {
                PodTraits traits = PodTraits.of(pod, namespace.getKey(), namespace.getValue());
                if (LeanPods.isOver(pod) || !takes(policy.getSpec().selector(), traits.labels())) {
                    continue;
                }
                Match match = index.match(traits);
                if (match.winner().filter(winner -> winner.isOf(policy)).isPresent()) {
                    held.add(pod);
                }
                match.conflicts().stream()
                        .filter(conflict -> conflict.loser().isOf(policy))
                        .forEach(conflicts::add);
            }
            namespaces += held.size() > before ? 1 : 0;
        }
        return new Tally(held, namespaces, conflicts);
    }

    private static boolean takes(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector == null || LabelSelectors.matches(selector, labels);
    }

    /**
     * Whether the policy stands: not when another one for the cluster takes pods from it, which nobody can have meant, nor
     * when nothing is left to it. To give way to a namespace's own policy is what it is for.
     */
    Finding accepted() {
        Optional<Conflict> equal = conflicts.stream()
                .filter(conflict -> conflict.reason() != Conflict.Reason.MORE_SPECIFIC)
                .findFirst();
        if (equal.isPresent()) {
            return Finding.no(
                    Reason.CONFLICTED, "for some of its pods " + equal.get().message());
        }
        if (pods.isEmpty() && !conflicts.isEmpty()) {
            return Finding.no(
                    Reason.CONFLICTED,
                    "for each of its pods another policy holds: "
                            + conflicts.getFirst().message());
        }
        return Finding.yes(
                Reason.ACCEPTED,
                conflicts.isEmpty()
                        ? "holds for its pods"
                        : "holds for its pods but those that have a more specific policy: " + conflicts.size()
                                + " at the moment");
    }
}
