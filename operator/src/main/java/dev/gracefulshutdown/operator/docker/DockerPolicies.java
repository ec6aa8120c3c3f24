package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.keeper.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policies of the cluster that are for Docker hosts.
 *
 * @param all every policy there is
 * @param only the name of the only host there is, which need not be named; empty where there are more or fewer
 * @param observeOnly whether each of them is a dry run
 */
record DockerPolicies(Supplier<Stream<GracefulShutdownPolicy>> all, Optional<String> only, boolean observeOnly) {
    /** Of two that fit equally well the older holds, as for pods. */
    private static final Comparator<GracefulShutdownPolicy> OLDEST_FIRST = Comparator.comparing(
                    (GracefulShutdownPolicy policy) -> policy.getMetadata().getCreationTimestamp())
            .thenComparing(DockerPolicies::name);

    /** Those that reach a host. */
    List<Policy> of(HostConfig host) {
        return ours().filter(policy -> host.name().equals(hostName(policy))
                        && host.allows(policy.getMetadata().getNamespace()))
                .sorted(OLDEST_FIRST)
                .map(this::toPolicy)
                .toList();
    }

    Optional<GracefulShutdownPolicy> find(String name) {
        return ours().filter(policy -> name(policy).equals(name)).findFirst();
    }

    private Stream<GracefulShutdownPolicy> ours() {
        return all.get().filter(policy -> policy.getSpec().docker() != null);
    }

    /** As keepers take it. */
    Policy toPolicy(GracefulShutdownPolicy policy) {
        GracefulShutdownPolicySpec spec = policy.getSpec();
        return new Policy(name(policy), observeOnly ? dryRun(spec) : spec, name(policy));
    }

    static String name(GracefulShutdownPolicy policy) {
        return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
    }

    /** The host that it names; empty where it names none and there is not exactly one. */
    String hostName(GracefulShutdownPolicy policy) {
        DockerSelector docker = policy.getSpec().docker();
        return hostName(docker == null ? null : docker.host());
    }

    /** The host of that name; where none is given, the only one that there is, else empty. */
    String hostName(@Nullable String given) {
        return given == null ? only.orElse("") : given;
    }

    private static GracefulShutdownPolicySpec dryRun(GracefulShutdownPolicySpec spec) {
        return new GracefulShutdownPolicySpec(
                spec.targetRef(),
                spec.selector(),
                spec.docker(),
                spec.settings(),
                spec.containers(),
                spec.state(),
                spec.restartNonce(),
                spec.rollout(),
                spec.history(),
                Mode.DRY_RUN);
    }
}
