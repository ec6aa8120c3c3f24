package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.LabelSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies of one namespace, arranged anew for the first pod after a change. */
final class NamespacePolicies {
    private final Map<String, EffectivePolicy> byName = new HashMap<>();
    private volatile @Nullable Arranged arranged;

    private record Arranged(Map<Owner, List<EffectivePolicy>> byTarget, List<Selecting> selecting) {}

    private record Selecting(LabelSelector selector, EffectivePolicy policy) {}

    synchronized void put(EffectivePolicy policy) {
        EffectivePolicy before = byName.put(policy.source().name(), policy);
        if (before == null || !before.isSameAs(policy)) {
            arranged = null;
        }
    }

    synchronized Optional<EffectivePolicy> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    synchronized void remove(String name) {
        if (byName.remove(name) != null) {
            arranged = null;
        }
    }

    /** All that are for the pod, in any order. */
    Stream<EffectivePolicy> matching(PodTraits pod) {
        Arranged now = arranged();
        return Stream.concat(
                pod.names().distinct().flatMap(name -> now.byTarget.getOrDefault(name, List.of()).stream()),
                now.selecting.stream()
                        .filter(s -> LabelSelectors.matches(s.selector, pod.labels()))
                        .map(Selecting::policy));
    }

    private Arranged arranged() {
        Arranged now = arranged;
        return now == null ? arrange() : now;
    }

    private synchronized Arranged arrange() {
        Map<Owner, List<EffectivePolicy>> byTarget = byName.values().stream()
                .filter(policy -> policy.target().isPresent())
                .collect(Collectors.groupingBy(policy -> policy.target().orElseThrow()));
        List<Selecting> selecting = byName.values().stream()
                .flatMap(policy -> selecting(policy).stream())
                .toList();
        Arranged now = new Arranged(byTarget, selecting);
        arranged = now;
        return now;
    }

    private static Optional<Selecting> selecting(EffectivePolicy policy) {
        LabelSelector selector = policy.spec() instanceof GracefulShutdownPolicySpec spec && spec.targetRef() == null
                ? spec.selector()
                : null;
        return Optional.ofNullable(selector).map(s -> new Selecting(s, policy));
    }
}
