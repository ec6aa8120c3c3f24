package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one reconcile of a request has come to: begins with what the status keeps, is filled in on the way, read at the end. */
final class Account {
    private Shutdown request;
    private final @Nullable ShutdownStatus before;
    private final Conditions conditions = new Conditions();
    private Phase phase = Phase.PENDING;
    private @Nullable Outcome outcome;
    private @Nullable PolicyRef policy;
    private @Nullable Boolean dryRun;
    private @Nullable Boolean handOver;
    private @Nullable Instant startedAt;
    private @Nullable Instant deadline;
    private @Nullable Instant finishedAt;
    private @Nullable Duration took;
    private @Nullable List<ContainerRecord> containers;

    Account(Shutdown request) {
        this.request = request;
        before = request.getStatus();
        if (before != null) {
            phase = before.phase() == null ? Phase.PENDING : before.phase();
            policy = before.policy();
            handOver = before.handOver();
            startedAt = before.startedAt();
            deadline = before.deadline();
            containers = before.containers();
            was(ConditionType.ACCEPTED).ifPresent(it -> accepted(it.getMessage()));
            was(ConditionType.HAND_OVER).ifPresent(it -> missing(it.getMessage()));
        }
    }

    /** The request as it is by now. */
    Shutdown request() {
        return request;
    }

    /** The pin is written. */
    void pinned(Shutdown now) {
        request = now;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    boolean isFinished() {
        return phase == Phase.FINISHED;
    }

    /** Whether somebody else has deleted the pod. */
    boolean isJoined() {
        return isUnderWay(Reason.JOINED);
    }

    /** Whether SIGKILL was all that was asked for. */
    boolean isKill() {
        return isUnderWay(Reason.KILLING);
    }

    /** What it is, while it is under way. */
    Reason how() {
        return isKill() ? Reason.KILLING : isJoined() ? Reason.JOINED : Reason.STOPPING;
    }

    private boolean isUnderWay(Reason reason) {
        return was(ConditionType.RECONCILING)
                .filter(it -> it.getReason().equals(reason.text()))
                .isPresent();
    }

    Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    boolean handOver() {
        return Boolean.TRUE.equals(handOver);
    }

    /** What each container has come to by now. */
    List<ContainerRecord> containers() {
        return containers == null ? List.of() : containers;
    }

    /** It can't be carried out, and never will be: a request is for now. */
    void refused(Refusal refusal, Instant now) {
        conditions.with(ConditionType.ACCEPTED, Finding.no(refusal.reason(), refusal.message()));
        conditions.stalled(refusal.reason(), refusal.message());
        over(Outcome.FAILED, now);
    }

    /** Nothing is done. */
    void gone(String message, Instant now) {
        accepted("");
        conditions.ready(Reason.ALREADY_GONE, message);
        over(Outcome.ALREADY_GONE, now);
    }

    /** Nothing is done. */
    void dryRun(Order order, String message, Instant now) {
        accepted("");
        dryRun = true;
        policy = order.policy().orElse(null);
        conditions.ready(Reason.DRY_RUN, message);
        phase = Phase.FINISHED;
        finishedAt = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** It is tried again in a moment. */
    void pending(String message) {
        conditions.reconciling(Reason.STOPPING, message);
    }

    /** It waits until others are over. */
    void waiting(String message) {
        accepted("");
        conditions.reconciling(Reason.WAITING_FOR_ITS_TURN, message);
    }

    /** It is the agent's turn. */
    void handedTo(String agentsNode, Order order) {
        policy = order.policy().orElse(null);
        accepted("");
        String message = "handed to the agent of node " + agentsNode + ", to shut down "
                + String.join(", ", order.inPlace()) + " in place";
        conditions.reconciling(Reason.AGENT_AWAITED, message);
        conditions.with(ConditionType.HAND_OVER, Finding.unknown(Reason.AGENT_AWAITED, message));
    }

    /** The pod is deleted. */
    void begun(Optional<Order> order, Instant at, Instant end) {
        phase = Phase.RUNNING;
        startedAt = at.truncatedTo(ChronoUnit.MILLIS);
        deadline = end.truncatedTo(ChronoUnit.MILLIS);
        accepted("");
        order.ifPresent(it -> {
            policy = it.policy().orElse(null);
            handOver = it.handOver();
        });
    }

    /** What only an agent could have done. */
    void missing(String message) {
        conditions.with(ConditionType.HAND_OVER, Finding.no(Reason.NEEDS_AGENT, message));
    }

    void underWay(Reason reason, String message) {
        conditions.reconciling(reason, message);
    }

    void containers(List<ContainerRecord> now) {
        containers = now;
    }

    /**
     * It is over.
     *
     * @param seen whether the end was seen, so that its time is known
     */
    void finished(boolean seen, Instant now) {
        Outcome worst = containers().stream()
                .map(ContainerRecord::outcome)
                .filter(Objects::nonNull)
                .max(Outcome.BY_GRAVITY)
                .orElse(Outcome.FAILED);
        over(worst, now);
        if (seen && startedAt != null && finishedAt != null && !finishedAt.isBefore(startedAt)) {
            took = Duration.between(startedAt, finishedAt);
        }
        String message = worst.label()
                + (took == null ? "; when it ended was not seen" : " after " + Durations.format(took))
                + (isJoined() ? "; somebody else had deleted the pod" : "") + ". " + RecordWords.of(containers());
        switch (worst) {
            case FORCED -> conditions.ready(Reason.FORCED, message);
            case FAILED -> conditions.stalled(Reason.UNSEEN, message);
            default -> conditions.ready(Reason.FINISHED, message);
        }
    }

    private void over(Outcome how, Instant now) {
        phase = Phase.FINISHED;
        outcome = how;
        finishedAt = now.truncatedTo(ChronoUnit.MILLIS);
    }

    private void accepted(String message) {
        conditions.with(
                ConditionType.ACCEPTED,
                Finding.yes(Reason.ACCEPTED, message.isEmpty() ? "the operator looks after it" : message));
    }

    private Optional<Condition> was(ConditionType type) {
        return Accounts.was(before, type);
    }

    /** What is news, in one line: for an Event. */
    Optional<Finding> news() {
        return conditions
                .get(ConditionType.READY)
                .filter(finding -> was(ConditionType.READY)
                        .filter(it -> it.getReason().equals(finding.reason().text()))
                        .isEmpty());
    }

    ShutdownStatus toStatus(Instant now) {
        long generation = request.getMetadata().getGeneration();
        return new ShutdownStatus(
                generation,
                conditions.toStatus(before == null ? null : before.conditions(), generation, now),
                phase,
                outcome,
                policy,
                dryRun,
                handOver,
                startedAt,
                deadline,
                finishedAt,
                took,
                containers);
    }
}
