package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Decides which of the finished shutdowns of one policy in one namespace are kept: the newest {@code limit}, for
 * {@code ttl} each; with {@code keep: Notable} those alone that were not Graceful. None is taken away in its first minute, so
 * that whoever waits for it sees its end and the policy's status has counted it.
 */
record HistoryRule(int limit, Duration ttl, boolean notableOnly) {
    static final Duration FIRST_MINUTE = Duration.ofMinutes(1);

    private static final Comparator<Shutdown> NEWEST_FIRST = Comparator.comparing(HistoryRule::finishedAt)
            .reversed()
            .thenComparing(record -> record.getMetadata().getName());

    /** What a policy says, with the defaults for what it leaves open. */
    static HistoryRule of(History history) {
        return new HistoryRule(
                Objects.requireNonNullElse(
                        history.limit(), Objects.requireNonNull(History.DEFAULTS.limit(), "the default is set")),
                Objects.requireNonNullElse(
                        history.ttl(), Objects.requireNonNull(History.DEFAULTS.ttl(), "the default is set")),
                history.keep() == History.Keep.NOTABLE);
    }

    /** What is taken away and when to look again. */
    record Verdict(List<Shutdown> dropped, Duration again) {
        Verdict {
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * For one record, and for those that it pushes out.
     *
     * @param record a finished one
     * @param group all finished ones of the same policy in the same namespace, this one among them
     */
    Verdict decide(Shutdown record, List<Shutdown> group, Instant now) {
        List<Shutdown> beyond = group.size() <= limit
                ? List.of()
                : group.stream()
                        .filter(this::isWorthIt)
                        .sorted(NEWEST_FIRST)
                        .skip(limit)
                        .toList();
        Instant due = due(record, beyond);
        List<Shutdown> dropped =
                group.stream().filter(it -> !due(it, beyond).isAfter(now)).toList();
        return new Verdict(dropped, due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO);
    }

    private Instant due(Shutdown record, List<Shutdown> beyond) {
        Instant finished = finishedAt(record);
        Duration kept = isWorthIt(record) && !beyond.contains(record) ? ttl : Duration.ZERO;
        return finished.plus(kept.compareTo(FIRST_MINUTE) < 0 ? FIRST_MINUTE : kept);
    }

    private boolean isWorthIt(Shutdown record) {
        ShutdownStatus status = record.getStatus();
        return !notableOnly || status == null || status.outcome() != Outcome.GRACEFUL;
    }

    /** A record that does not tell counts from its creation. */
    static Instant finishedAt(Shutdown record) {
        ShutdownStatus status = record.getStatus();
        return status != null && status.finishedAt() != null
                ? status.finishedAt()
                : Instant.parse(record.getMetadata().getCreationTimestamp());
    }
}
