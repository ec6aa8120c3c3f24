package dev.gracefulshutdown.operator.clusterpolicy;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Pods;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.history.RollUp;
import dev.gracefulshutdown.operator.pods.HandOverCheck;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Pace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Writes a policy's status by server-side apply, when it says something else than before, at most once in 10 s. */
final class StatusWriter {
    private final Records records;
    private final Clock clock;
    private final Pace pace = new Pace(Duration.ofSeconds(10));

    StatusWriter(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** @return when to look again, where it was held back */
    Optional<Duration> write(
            ClusterGracefulShutdownPolicy policy,
            Tally tally,
            Conditions conditions,
            Context<ClusterGracefulShutdownPolicy> context) {
        Instant now = clock.instant();
        ClusterGracefulShutdownPolicyStatus before = policy.getStatus();
        ClusterGracefulShutdownPolicyStatus after = status(policy, tally, conditions, now);
        if (after.equals(before)) {
            return Optional.empty();
        }
        Optional<Duration> wait = pace.wait(policy.getMetadata().getUid(), now);
        if (before != null
                && Objects.equals(after.observedGeneration(), before.observedGeneration())
                && wait.isPresent()) {
            return wait;
        }
        ClusterGracefulShutdownPolicy fresh = new ClusterGracefulShutdownPolicy();
        fresh.setMetadata(
                new ObjectMetaBuilder().withName(policy.getMetadata().getName()).build());
        fresh.setStatus(after);
        var _ = PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(policy, fresh, context);
        pace.written(policy.getMetadata().getUid(), now);
        return Optional.empty();
    }

    private ClusterGracefulShutdownPolicyStatus status(
            ClusterGracefulShutdownPolicy policy, Tally tally, Conditions conditions, Instant now) {
        ClusterGracefulShutdownPolicyStatus before = policy.getStatus();
        RollUp rollUp = RollUp.of(records.of(policy), before == null ? null : before.lastShutdown(), Optional.empty());
        long generation = policy.getMetadata().getGeneration();
        return new ClusterGracefulShutdownPolicyStatus(
                generation,
                conditions.toStatus(before == null ? null : before.conditions(), generation, now),
                tally.namespaces(),
                new Pods(tally.pods().size(), prepared(tally)),
                rollUp.outcomes(),
                rollUp.last());
    }

    private static int prepared(Tally tally) {
        return (int) tally.pods().stream().filter(HandOverCheck::isPrepared).count();
    }
}
