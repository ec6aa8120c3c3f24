package dev.gracefulshutdown.matching;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.TargetRef;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A policy of either kind.
 *
 * @param source which one, as it stood when this was made
 * @param reach how closely it names its pods
 * @param createdAt when it was created, to the second; the older of two wins
 * @param spec what it says
 */
public record EffectivePolicy(PolicyRef source, Reach reach, Instant createdAt, PolicySpec spec) {
    /** Who wins comes first; the name decides between two of the same second, so that everybody decides alike. */
    static final Comparator<EffectivePolicy> PRECEDENCE = Comparator.comparing(EffectivePolicy::reach)
            .thenComparing(EffectivePolicy::createdAt)
            .thenComparing(policy -> policy.source().name());

    /** Of a policy as the API server has it; one that it has not yet is younger than all others. */
    public static EffectivePolicy of(CustomResource<? extends PolicySpec, ?> policy) {
        String created = policy.getMetadata().getCreationTimestamp();
        PolicySpec spec = policy.getSpec();
        return new EffectivePolicy(
                PolicyRef.of(policy),
                reachOf(spec),
                created == null ? Instant.MAX : OffsetDateTime.parse(created).toInstant(),
                spec);
    }

    private static Reach reachOf(PolicySpec spec) {
        return switch (spec) {
            case GracefulShutdownPolicySpec own -> own.targetRef() != null ? Reach.TARGET : Reach.SELECTOR;
            case ClusterGracefulShutdownPolicySpec _ -> Reach.CLUSTER;
        };
    }

    /** What holds for a container of the pod; a profile is not looked at. */
    public StopSettings settingsFor(String container) {
        return spec.settingsFor(container);
    }

    /** Which records are kept. */
    public History history() {
        return Objects.requireNonNullElse(spec.history(), History.DEFAULTS);
    }

    /** Whether it acts. */
    public Mode mode() {
        return Objects.requireNonNullElse(spec.mode(), Mode.ENFORCE);
    }

    /** The workload that it names, where it names one. */
    Optional<Owner> target() {
        TargetRef target = spec instanceof GracefulShutdownPolicySpec own ? own.targetRef() : null;
        return Optional.ofNullable(target).map(Owner::of);
    }

    /** Whether this is that policy, in whichever state. */
    public boolean isOf(CustomResource<? extends PolicySpec, ?> policy) {
        return source.kind().equals(policy.getKind())
                && source.name().equals(policy.getMetadata().getName())
                && Objects.equals(source.namespace(), policy.getMetadata().getNamespace());
    }

    /** The same state of the same policy. */
    boolean isSameAs(EffectivePolicy other) {
        return source.uid() != null && source.generation() != null && source.equals(other.source);
    }
}
