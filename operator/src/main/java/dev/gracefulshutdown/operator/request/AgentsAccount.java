package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the operator says of a shutdown that an agent carries out. The facts in its status are the agent's: they are left out. */
final class AgentsAccount {
    private final Shutdown shutdown;
    private final @Nullable ShutdownStatus before;
    private final Conditions conditions = new Conditions();
    private @Nullable Outcome endedByUs;
    private @Nullable Instant finishedAt;

    AgentsAccount(Shutdown shutdown) {
        this.shutdown = shutdown;
        before = shutdown.getStatus();
        if (InPlace.isRequested(shutdown)) {
            conditions.with(ConditionType.ACCEPTED, Finding.yes(Reason.ACCEPTED, "the operator looks after it"));
        }
    }

    private String node() {
        return InPlace.node(shutdown);
    }

    /** The agent has not begun. */
    void awaiting() {
        Stream.of(ConditionType.HAND_OVER, ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED)
                .forEach(type -> was(type).ifPresent(it -> conditions.with(type, it)));
    }

    /** It goes on. */
    void running() {
        taken();
        if (isHeld()) {
            held();
            conditions.reconciling(Reason.HELD, heldMessage());
        } else {
            Accounts.notHeld(conditions);
            conditions.reconciling(Reason.STOPPING, "the agent of node " + node() + " shuts the containers down");
        }
    }

    /** The agent tells of its end. */
    void finished() {
        taken();
        Accounts.notHeld(conditions);
        Accounts.ended(
                conditions, outcome().orElse(Outcome.FAILED), before == null ? null : before.took(), containers());
    }

    /** The operator gives it up, and no agent will go on. */
    void over(Outcome outcome, Reason reason, String message, Instant now) {
        endedByUs = outcome;
        finishedAt = now.truncatedTo(ChronoUnit.MILLIS);
        if (reason.isWarning()) {
            conditions.with(ConditionType.HAND_OVER, Finding.no(reason, message));
            conditions.stalled(reason, message);
        } else {
            conditions.ready(reason, message);
        }
    }

    /** Of a record whose SIGKILL is held back, or was. */
    void ofRecord() {
        if (isHeld()) {
            held();
        } else {
            Accounts.notHeld(conditions);
        }
    }

    private void held() {
        conditions.with(ConditionType.NOT_HELD, Finding.no(Reason.HELD, heldMessage()));
    }

    private String heldMessage() {
        return RecordWords.held(shutdown, containers());
    }

    private void taken() {
        conditions.with(
                ConditionType.HAND_OVER, Finding.yes(Reason.AGENT_ACTS, "carried out by the agent of node " + node()));
    }

    private boolean isHeld() {
        return InPlace.phase(shutdown) == Phase.RUNNING && outcome().equals(Optional.of(Outcome.HELD));
    }

    private Optional<Outcome> outcome() {
        return Optional.ofNullable(before).flatMap(it -> Optional.ofNullable(it.outcome()));
    }

    private List<ContainerRecord> containers() {
        return before == null || before.containers() == null ? List.of() : before.containers();
    }

    /** What is to be told in an Event: an end, or a Hold that has begun. */
    Optional<Finding> news() {
        return Stream.of(ConditionType.NOT_HELD, ConditionType.READY)
                .flatMap(type -> conditions.get(type).stream()
                        .filter(it -> isTold(type, it))
                        .filter(it -> condition(type)
                                .filter(was ->
                                        was.getReason().equals(it.reason().text()))
                                .isEmpty()))
                .findFirst();
    }

    private boolean isTold(ConditionType type, Finding finding) {
        return type == ConditionType.NOT_HELD
                ? finding.reason() == Reason.HELD
                : endedByUs != null || InPlace.phase(shutdown) == Phase.FINISHED;
    }

    static boolean isReconciling(Shutdown shutdown) {
        return new AgentsAccount(shutdown)
                .condition(ConditionType.RECONCILING)
                .filter(it -> "True".equals(it.getStatus()))
                .isPresent();
    }

    /** Whether a record of an agent's was held and is not any more, or is held and nobody was told. */
    static boolean isHeldNews(Shutdown record) {
        AgentsAccount account = new AgentsAccount(record);
        boolean said = account.condition(ConditionType.NOT_HELD)
                .filter(it -> "False".equals(it.getStatus()))
                .isPresent();
        return account.isHeld() != said;
    }

    private Optional<Condition> condition(ConditionType type) {
        return Accounts.was(before, type);
    }

    private Optional<Finding> was(ConditionType type) {
        return condition(type).flatMap(Finding::of);
    }

    /** Only what is ours, so that what is the agent's stays. */
    ShutdownStatus toStatus(Instant now) {
        long generation = shutdown.getMetadata().getGeneration();
        boolean ours = InPlace.isRequested(shutdown) && InPlace.phase(shutdown) == Phase.PENDING;
        Phase phase = endedByUs != null ? Phase.FINISHED : ours ? Phase.PENDING : null;
        return new ShutdownStatus(
                InPlace.isRequested(shutdown) ? generation : null,
                conditions.toStatus(before == null ? null : before.conditions(), generation, now),
                phase,
                endedByUs,
                ours && before != null ? before.policy() : null,
                null,
                null,
                null,
                null,
                finishedAt,
                null,
                null);
    }

    /** Whether it would say what stands there already. */
    boolean isKnown(ShutdownStatus after) {
        return before != null
                && endedByUs == null
                && Objects.equals(after.observedGeneration(), before.observedGeneration())
                && Objects.equals(after.conditions(), before.conditions());
    }
}
