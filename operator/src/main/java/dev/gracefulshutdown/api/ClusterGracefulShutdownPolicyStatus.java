package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.LastShutdown;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Pods;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator found out about a policy for the cluster. A namespace's own policy, which is the more specific one,
 * takes its pods out of these counts.
 *
 * @param observedGeneration The generation of the spec that this status speaks of.
 * @param conditions Ready, Reconciling and Stalled as every kstatus tool reads them; Accepted, SignalsHeard,
 *     GraceSufficient, HandOver and NotHeld are the operator's own, and True is good in each.
 * @param namespaces How many namespaces have pods that the policy is for.
 * @param pods How many pods the policy is for.
 * @param outcomes How many shutdowns had which outcome, among those that are kept.
 * @param lastShutdown The newest shutdown.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterGracefulShutdownPolicyStatus(
        @Nullable Long observedGeneration,
        @Size(max = 16) @Nullable List<Condition> conditions,
        @Nullable Integer namespaces,
        @Nullable Pods pods,
        @Size(max = 16) @Nullable Map<String, Long> outcomes,
        @Nullable LastShutdown lastShutdown) {
    public ClusterGracefulShutdownPolicyStatus {
        conditions = conditions == null ? null : List.copyOf(conditions);
        outcomes = outcomes == null ? null : Map.copyOf(outcomes);
    }
}
