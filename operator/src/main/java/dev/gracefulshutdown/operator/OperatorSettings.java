package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.operator.admission.AdmissionSettings;
import dev.gracefulshutdown.operator.docker.HostConfig;
import dev.gracefulshutdown.operator.workload.WorkloadType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the operator is set up.
 *
 * @param namespaces those that are watched; empty for all
 * @param ownNamespace the one it runs in: its lease is there, and no policy of the cluster reaches it unless it names it
 * @param identity who holds the lease: the pod's name
 * @param leaderElection whether several replicas agree on one that acts
 * @param observeOnly whether nothing is stopped, started or restarted, ever
 * @param scaleKinds further kinds of workloads that have a {@code scale} subresource
 * @param dockerHosts the Docker hosts that policies may name
 * @param admission how pods, policies and shutdowns are admitted; empty for not at all
 * @param httpPort for probes and metrics; 0 for any free one
 */
public record OperatorSettings(
        Set<String> namespaces,
        String ownNamespace,
        String identity,
        boolean leaderElection,
        boolean observeOnly,
        Set<WorkloadType> scaleKinds,
        List<HostConfig> dockerHosts,
        Optional<AdmissionSettings> admission,
        int httpPort) {
    public OperatorSettings {
        namespaces = Set.copyOf(namespaces);
        scaleKinds = Set.copyOf(scaleKinds);
        dockerHosts = List.copyOf(dockerHosts);
    }
}
