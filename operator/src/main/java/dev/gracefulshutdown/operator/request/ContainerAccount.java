package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.docker.Standing;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From how the shutdown of a Docker container stands to what its status says. */
final class ContainerAccount {
    private final Shutdown request;
    private final String host;
    private final Instant now;
    private final @Nullable ShutdownStatus before;
    private final Conditions conditions = new Conditions();

    /** @param host the container's, by name */
    ContainerAccount(Shutdown request, String host, Instant now) {
        this.request = request;
        this.host = host;
        this.now = now;
        before = request.getStatus();
    }

    ShutdownStatus toStatus(Standing standing) {
        return switch (standing) {
            case Standing.Refused(Refusal refusal) -> refused(refusal);
            case Standing.Looking _ -> waiting(Reason.LOOKING, "Docker host " + host + " is about to be looked at");
            case Standing.Waiting(Reason reason, String why) -> waiting(reason, why);
            case Standing.Gone(String why) -> {
                conditions.ready(Reason.ALREADY_GONE, why);
                yield over(Outcome.ALREADY_GONE, before);
            }
            case Standing.DryRun(Optional<PolicyRef> policy, String would) -> {
                conditions.ready(Reason.DRY_RUN, would);
                yield status(Phase.FINISHED, null, policy, true, null, null, ended());
            }
            case Standing.Running running -> running(running);
            case Standing.Over(Optional<PolicyRef> policy, ShutdownStatus facts) -> finished(policy, facts);
            case Standing.Unseen(String why) -> {
                conditions.stalled(Reason.UNSEEN, why);
                yield over(Outcome.FAILED, before);
            }
        };
    }

    ShutdownStatus refused(Refusal refusal) {
        conditions.with(ConditionType.ACCEPTED, Finding.no(refusal.reason(), refusal.message()));
        conditions.stalled(refusal.reason(), refusal.message());
        return over(Outcome.FAILED, before);
    }

    private ShutdownStatus waiting(Reason reason, String why) {
        conditions.reconciling(reason, why);
        ShutdownStatus begun = before != null && before.phase() == Phase.RUNNING ? before : null;
        return status(
                begun == null ? Phase.PENDING : Phase.RUNNING,
                null,
                policyBefore(),
                null,
                begun,
                begun == null ? null : begun.deadline(),
                null);
    }

    private ShutdownStatus running(Standing.Running running) {
        ShutdownStatus facts = running.facts();
        boolean held = facts.outcome() == Outcome.HELD;
        if (held) {
            String message = RecordWords.held(request, containers(facts));
            conditions.with(ConditionType.NOT_HELD, Finding.no(Reason.HELD, message));
            conditions.reconciling(Reason.HELD, message);
        } else {
            Accounts.notHeld(conditions);
            conditions.reconciling(Reason.STOPPING, "the operator shuts it down on Docker host " + host);
        }
        return status(
                Phase.RUNNING,
                held ? Outcome.HELD : null,
                running.policy(),
                null,
                facts,
                running.deadline().orElse(null),
                null);
    }

    private ShutdownStatus finished(Optional<PolicyRef> policy, ShutdownStatus facts) {
        Outcome outcome = Objects.requireNonNullElse(facts.outcome(), Outcome.FAILED);
        Accounts.notHeld(conditions);
        Accounts.ended(conditions, outcome, facts.took(), containers(facts));
        return status(
                Phase.FINISHED,
                outcome,
                policy,
                null,
                facts,
                before == null ? null : before.deadline(),
                facts.finishedAt());
    }

    private static List<ContainerRecord> containers(ShutdownStatus facts) {
        return Objects.requireNonNullElse(facts.containers(), List.of());
    }

    private Optional<PolicyRef> policyBefore() {
        return Optional.ofNullable(before).flatMap(it -> Optional.ofNullable(it.policy()));
    }

    private Instant ended() {
        return now.truncatedTo(ChronoUnit.MILLIS);
    }

    private ShutdownStatus over(Outcome outcome, @Nullable ShutdownStatus facts) {
        return status(
                Phase.FINISHED, outcome, policyBefore(), null, facts, facts == null ? null : facts.deadline(), ended());
    }

    private ShutdownStatus status(
            Phase phase,
            @Nullable Outcome outcome,
            Optional<PolicyRef> policy,
            @Nullable Boolean dryRun,
            @Nullable ShutdownStatus facts,
            @Nullable Instant deadline,
            @Nullable Instant finishedAt) {
        if (conditions.get(ConditionType.ACCEPTED).isEmpty()) {
            conditions.with(ConditionType.ACCEPTED, Finding.yes(Reason.ACCEPTED, "the operator looks after it"));
        }
        long generation = request.getMetadata().getGeneration();
        return new ShutdownStatus(
                generation,
                conditions.toStatus(before == null ? null : before.conditions(), generation, now),
                phase,
                outcome,
                policy.orElse(null),
                dryRun,
                null,
                facts == null || facts.startedAt() == null
                        ? null
                        : facts.startedAt().truncatedTo(ChronoUnit.MILLIS),
                deadline == null ? null : deadline.truncatedTo(ChronoUnit.MILLIS),
                finishedAt == null ? null : finishedAt.truncatedTo(ChronoUnit.MILLIS),
                phase == Phase.FINISHED && facts != null ? facts.took() : null,
                facts == null ? null : facts.containers());
    }

    /** What is to be told in Events: a stop that has begun, a Hold, an end. */
    Stream<Finding> news(ShutdownStatus after) {
        return Stream.of(
                        newsOf(ConditionType.NOT_HELD).filter(it -> it.reason() == Reason.HELD),
                        newsOf(ConditionType.RECONCILING).filter(it -> it.reason() == Reason.STOPPING),
                        newsOf(ConditionType.READY).filter(_ -> after.phase() == Phase.FINISHED))
                .flatMap(Optional::stream);
    }

    private Optional<Finding> newsOf(ConditionType type) {
        return conditions
                .get(type)
                .filter(it -> Accounts.was(before, type)
                        .filter(was -> was.getReason().equals(it.reason().text()))
                        .isEmpty());
    }
}
