package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Restart;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Workload;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one reconcile has come to: filled in on the way, read once at the end. */
final class Progress {
    private final Conditions conditions = new Conditions();
    private @Nullable String nonce;
    private @Nullable Restart restart;
    private @Nullable Workload workload;
    private @Nullable Duration again;

    /** Begins with what the status keeps across reconciles. */
    Progress(@Nullable GracefulShutdownPolicyStatus before) {
        if (before != null) {
            nonce = before.observedRestartNonce();
            restart = before.restart();
        }
    }

    Conditions conditions() {
        return conditions;
    }

    /** The policy can't be carried out. */
    void refused(Refusal refusal) {
        conditions.with(ConditionType.ACCEPTED, Finding.no(refusal.reason(), refusal.message()));
        stuck(refusal);
    }

    /** The policy holds, but what it asks for can't be done. */
    void stuck(Refusal refusal) {
        if (refusal.passes()) {
            conditions.reconciling(refusal.reason(), refusal.message());
        } else {
            conditions.stalled(refusal.reason(), refusal.message());
        }
    }

    void accepted(String message) {
        conditions.with(ConditionType.ACCEPTED, Finding.yes(Reason.ACCEPTED, message));
    }

    /** To be looked at again after that time at the latest, whatever happens before. */
    void again(Duration after) {
        again = again == null || after.compareTo(again) < 0 ? after : again;
    }

    Optional<Duration> again() {
        return Optional.ofNullable(again);
    }

    void nonce(String seen) {
        nonce = seen;
    }

    @Nullable
    String nonce() {
        return nonce;
    }

    void restart(@Nullable Restart now) {
        restart = now;
    }

    @Nullable
    Restart restart() {
        return restart;
    }

    void workload(Workload now) {
        workload = now;
    }

    @Nullable
    Workload workload() {
        return workload;
    }
}
