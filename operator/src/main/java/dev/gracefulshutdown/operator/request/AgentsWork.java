package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what agents carry out: what they say is the facts, here it becomes words. A request that no agent takes in time is
 * given up, and so is one whose pod has gone while its agent says nothing.
 */
final class AgentsWork {
    /** An agent takes a request within a second; one that is being replaced by a newer one is back by then. */
    static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);

    /** An agent tells of an end within a second. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Clock clock;

    /** Since when pods have been gone, by the request's uid. */
    private final Map<String, Instant> gone = new ConcurrentHashMap<>();

    AgentsWork(Clock clock) {
        this.clock = clock;
    }

    /**
     * Says how it stands.
     *
     * @param pod the pod that is meant, while it is there
     * @return when to look again; empty once it is over
     */
    Optional<Duration> look(Shutdown request, Optional<Pod> pod, AgentsAccount account) {
        Instant now = clock.instant();
        String uid = request.getMetadata().getUid();
        if (pod.isPresent()) {
            gone.remove(uid);
        }
        return switch (InPlace.phase(request)) {
            case PENDING -> pending(request, pod, account, now);
            case RUNNING -> running(request, pod, account, now);
            case FINISHED -> {
                gone.remove(uid);
                account.finished();
                yield Optional.empty();
            }
        };
    }

    private static Optional<Duration> pending(Shutdown request, Optional<Pod> pod, AgentsAccount account, Instant now) {
        if (pod.isEmpty()) {
            account.over(Outcome.ALREADY_GONE, Reason.ALREADY_GONE, "the pod has gone by itself", now);
            return Optional.empty();
        }
        Duration waited = Duration.between(since(request, now), now);
        if (waited.compareTo(TAKEN_WITHIN) < 0) {
            account.awaiting();
            return Optional.of(TAKEN_WITHIN.minus(waited).plusMillis(1));
        }
        account.over(
                Outcome.FAILED,
                Reason.AGENT_AWAY,
                "the agent of node " + InPlace.node(request) + " has not taken it within "
                        + TAKEN_WITHIN.toSeconds()
                        + "s; nothing was done. See whether an agent runs there and may act: kubectl get"
                        + " nodeshutdownreports, and the agent's pods and their log. Then request it anew",
                now);
        return Optional.empty();
    }

    private static Instant since(Shutdown request, Instant now) {
        ShutdownStatus status = request.getStatus();
        @Nullable
        String since = status == null || status.conditions() == null
                ? null
                : status.conditions().stream()
                        .filter(it -> it.getType().equals(ConditionType.HAND_OVER.text()))
                        .map(Condition::getLastTransitionTime)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return since == null ? now : Instant.parse(since);
    }

    private Optional<Duration> running(Shutdown request, Optional<Pod> pod, AgentsAccount account, Instant now) {
        account.running();
        if (pod.isPresent()) {
            return Optional.of(LOOK_AGAIN);
        }
        Instant since = gone.computeIfAbsent(request.getMetadata().getUid(), _ -> now);
        Duration waited = Duration.between(since, now);
        if (waited.compareTo(TOLD_WITHIN) < 0) {
            return Optional.of(TOLD_WITHIN.minus(waited).plusMillis(1));
        }
        gone.remove(request.getMetadata().getUid());
        account.over(
                Outcome.FAILED,
                Reason.UNSEEN,
                "the pod has gone, and the agent of its node has not told how its containers ended",
                now);
        return Optional.empty();
    }

    /** Whether an agent has it, or had it and the operator has not said so yet. */
    static boolean isOpen(Shutdown shutdown) {
        return InPlace.isHandedOut(shutdown)
                && (InPlace.phase(shutdown) != Phase.FINISHED || AgentsAccount.isReconciling(shutdown));
    }
}
