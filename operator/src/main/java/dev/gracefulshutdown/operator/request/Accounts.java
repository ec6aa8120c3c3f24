package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all accounts of shutdowns have in common. */
final class Accounts {
    private Accounts() {}

    /** A condition as a status has it. */
    static Optional<Condition> was(@Nullable ShutdownStatus status, ConditionType type) {
        return status == null || status.conditions() == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(it -> it.getType().equals(type.text()))
                        .findFirst();
    }

    /** SIGKILL is held back from nobody. */
    static void notHeld(Conditions conditions) {
        conditions.with(ConditionType.NOT_HELD, Finding.yes(Reason.NOT_HELD, "nothing is held back"));
    }

    /** Its ladders are over. */
    static void ended(
            Conditions conditions, Outcome outcome, @Nullable Duration took, List<ContainerRecord> containers) {
        String after = took == null ? "" : " after " + Durations.format(took);
        String message = outcome.label() + after + ". " + RecordWords.of(containers);
        switch (outcome) {
            case FORCED -> conditions.ready(Reason.FORCED, message);
            case FAILED, STUCK -> conditions.stalled(Reason.FAILED, message);
            case ALREADY_GONE -> conditions.ready(Reason.ALREADY_GONE, message);
            default -> conditions.ready(Reason.FINISHED, message);
        }
    }
}
