package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.ladder.Outcome;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Follows a pod that was deleted until it is gone. */
final class Following {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /** As of a ladder's own SIGKILL (rule 10). */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final Clock clock;

    Following(Clock clock) {
        this.clock = clock;
    }

    /**
     * Looks at it.
     *
     * @param present the pod while it is there
     * @param departed as it was at last, where that was seen
     * @return when to look again at the latest; empty once it is over
     */
    Optional<Duration> follow(Optional<Pod> present, Optional<Pod> departed, Account account) {
        Instant now = clock.instant();
        Endings endings = new Endings(
                account.startedAt().orElse(now), account.deadline().orElse(now), account.isKill(), account.handOver());
        present.or(() -> departed)
                .map(endings::of)
                .filter(seen -> !seen.isEmpty())
                .ifPresent(account::containers);
        if (present.isPresent()) {
            tell(now, account);
            return Optional.of(LOOK_AGAIN);
        }
        account.containers(account.containers().stream().map(Following::unseen).toList());
        if (departed.filter(pod -> pod.getSpec().getNodeName() == null).isPresent()
                && account.containers().isEmpty()) {
            account.gone("the pod had not been given a node: nothing of it ran", now);
            return Optional.empty();
        }
        account.finished(departed.isPresent(), now);
        return Optional.empty();
    }

    private static void tell(Instant now, Account account) {
        Instant due = account.deadline().orElse(now);
        if (due.plus(STUCK).isBefore(now)) {
            account.underWay(
                    account.how(),
                    "SIGKILL was due at " + due + " and the pod is still there: a finalizer, a node that is lost, or a"
                            + " process that is blocked on I/O");
            return;
        }
        List<String> running = account.containers().stream()
                .filter(it -> it.outcome() == null)
                .map(ContainerRecord::name)
                .toList();
        account.underWay(
                account.how(),
                running.isEmpty()
                        ? "its containers have ended; the kubelet clears up"
                        : "waiting for " + String.join(", ", running) + "; SIGKILL is due at " + due);
    }

    private static ContainerRecord unseen(ContainerRecord record) {
        return record.outcome() != null
                ? record
                : new ContainerRecord(
                        record.name(),
                        Outcome.FAILED,
                        null,
                        "the pod was gone before the kubelet told how it ended; where somebody has forced the deletion, it"
                                + " may still run",
                        record.steps());
    }
}
