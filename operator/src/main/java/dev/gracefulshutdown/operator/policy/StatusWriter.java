package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Pods;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.history.RollUp;
import dev.gracefulshutdown.operator.status.Pace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes a policy's status: a whole new one by server-side apply, of what is ours, and only when it says something else than
 * before. Mere counts are written at most once in 10 s.
 */
final class StatusWriter {
    private final Records records;
    private final Clock clock;
    private final Pace pace = new Pace(Duration.ofSeconds(10));

    StatusWriter(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** @return when to look again, where something was held back */
    Optional<Duration> write(
            GracefulShutdownPolicy policy, Pods pods, Progress progress, Context<GracefulShutdownPolicy> context) {
        GracefulShutdownPolicyStatus before = policy.getStatus();
        RollUp rollUp = RollUp.of(
                records.of(policy),
                before == null ? null : before.lastShutdown(),
                Optional.of(policy.getMetadata().getNamespace()));
        Instant now = clock.instant();
        GracefulShutdownPolicyStatus after = new GracefulShutdownPolicyStatus(
                policy.getMetadata().getGeneration(),
                progress.conditions()
                        .toStatus(
                                before == null ? null : before.conditions(),
                                policy.getMetadata().getGeneration(),
                                now),
                pods,
                rollUp.outcomes(),
                rollUp.last(),
                rollUp.recommendedGracePeriod(),
                progress.nonce(),
                progress.restart(),
                progress.workload());
        if (after.equals(before)) {
            return Optional.empty();
        }
        String uid = policy.getMetadata().getUid();
        Optional<Duration> wait = pace.wait(uid, now);
        if (before != null && onlyCounts(before, after) && wait.isPresent()) {
            return wait;
        }
        var _ = PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(policy, fresh(policy, after), context);
        pace.written(uid, now);
        return Optional.empty();
    }

    private static boolean onlyCounts(GracefulShutdownPolicyStatus before, GracefulShutdownPolicyStatus after) {
        return after.equals(new GracefulShutdownPolicyStatus(
                before.observedGeneration(),
                before.conditions(),
                after.pods(),
                after.outcomes(),
                after.lastShutdown(),
                after.recommendedGracePeriod(),
                before.observedRestartNonce(),
                before.restart(),
                before.workload()));
    }

    /** Nothing but the status: what is sent is owned. */
    private static GracefulShutdownPolicy fresh(GracefulShutdownPolicy policy, GracefulShutdownPolicyStatus status) {
        GracefulShutdownPolicy fresh = new GracefulShutdownPolicy();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(policy.getMetadata().getNamespace())
                .withName(policy.getMetadata().getName())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
