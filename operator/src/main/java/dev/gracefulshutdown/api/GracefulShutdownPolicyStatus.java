package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.ladder.Outcome;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator found out about a policy.
 *
 * @param observedGeneration The generation of the spec that this status speaks of.
 * @param conditions Ready, Reconciling and Stalled as every kstatus tool reads them; Accepted, SignalsHeard,
 *     GraceSufficient, HandOver and NotHeld are the operator's own, and True is good in each.
 * @param pods How many pods the policy is for.
 * @param outcomes How many shutdowns had which outcome, among those that are kept.
 * @param lastShutdown The newest shutdown.
 * @param recommendedGracePeriod The grace period that would have been enough for 99 of 100 shutdowns, with a margin, for
 *     example 45s; with ≥ in front when some were killed before they were done. Not set below 20 shutdowns.
 * @param observedRestartNonce The restartNonce that was last noted or acted on.
 * @param restart The restart that the newest restartNonce began. Not set before the first.
 * @param workload Whether the workload runs, as far as the policy's state decides it. Not set where state never was.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GracefulShutdownPolicyStatus(
        @Nullable Long observedGeneration,
        @Size(max = 16) @Nullable List<Condition> conditions,
        @Nullable Pods pods,
        @Size(max = 16) @Nullable Map<String, Long> outcomes,
        @Nullable LastShutdown lastShutdown,
        @Size(max = 32) @Nullable String recommendedGracePeriod,
        @Size(max = 63) @Nullable String observedRestartNonce,
        @Nullable Restart restart,
        @Nullable Workload workload) {
    public GracefulShutdownPolicyStatus {
        conditions = conditions == null ? null : List.copyOf(conditions);
        outcomes = outcomes == null ? null : Map.copyOf(outcomes);
    }

    /**
     * How many pods a policy is for.
     *
     * @param matched How many pods match.
     * @param prepared How many of them have the hand-over to the agent in place.
     */
    public record Pods(int matched, int prepared) {}

    /**
     * A shutdown in short.
     *
     * @param namespace The Shutdown's namespace, where it is not the policy's own.
     * @param name The Shutdown's name.
     * @param pod The pod or Docker container that was shut down.
     * @param outcome How it ended.
     * @param finishedAt When it ended.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastShutdown(
            @Size(max = 63) @Nullable String namespace,
            @Required @Size(max = 253) String name,
            @Required @Size(max = 253) String pod,
            @PascalCase @Required Outcome outcome,
            @TimeText @Required Instant finishedAt) {}

    /**
     * A graceful restart. Which pods are still to go needs no list: those that were created until podsUntil.
     *
     * @param nonce The restartNonce that asked for it.
     * @param startedAt When it began.
     * @param podsUntil When the newest of its pods was created, by the API server's clock.
     * @param pods How many pods it goes through.
     * @param done How many of them have been replaced or restarted, and are ready.
     * @param waitingFor The pods that are on their way now, at most 16 of them.
     * @param finishedAt When it was done, or was overtaken by another nonce. Not set while it goes on.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restart(
            @Required @Size(max = 63) String nonce,
            @TimeText @Required Instant startedAt,
            @TimeText @Nullable Instant podsUntil,
            int pods,
            int done,
            @Size(max = 16) @Nullable List<@Size(max = 253) String> waitingFor,
            @TimeText @Nullable Instant finishedAt) {
        public Restart {
            waitingFor = waitingFor == null ? null : List.copyOf(waitingFor);
        }
    }

    /**
     * Whether a workload runs. What Running brings back is kept on the workload itself, where it outlives this policy.
     *
     * @param desired What the policy's state asked for last.
     * @param running How many of its pods or containers there still are.
     * @param restores What Running will bring back, in words, for example 3 replicas. Not set while nothing is stopped.
     * @param since When desired changed last.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Workload(
            @PascalCase @Required State desired,
            @Nullable Integer running,
            @Size(max = 256) @Nullable String restores,
            @TimeText @Nullable Instant since) {}
}
