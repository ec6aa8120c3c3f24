package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Which records a policy's history keeps. */
final class Retention {
    private Retention() {}

    /** @param records oldest first */
    static List<Shutdown> kept(List<Shutdown> records, Function<String, History> histories, Instant now) {
        Map<String, Integer> counts = new HashMap<>();
        List<Shutdown> kept = new ArrayList<>();
        for (Shutdown record : records.reversed()) {
            String policy = Objects.requireNonNullElse(record.getSpec().policy(), "");
            History history = histories.apply(policy);
            if (isWorthIt(record, history, now) && counts.merge(policy, 1, Integer::sum) <= limit(history)) {
                kept.addFirst(record);
            }
        }
        return kept;
    }

    private static boolean isWorthIt(Shutdown record, History history, Instant now) {
        ShutdownStatus status = record.getStatus();
        boolean notable = status == null || status.outcome() != Outcome.GRACEFUL;
        Instant finished = status == null ? null : status.finishedAt();
        boolean young = finished == null || finished.plus(ttl(history)).isAfter(now);
        return young && (notable || history.keep() != History.Keep.NOTABLE);
    }

    private static int limit(History history) {
        return Objects.requireNonNullElse(
                history.limit(), Objects.requireNonNull(History.DEFAULTS.limit(), "the default is set"));
    }

    private static Duration ttl(History history) {
        return Objects.requireNonNullElse(
                history.ttl(), Objects.requireNonNull(History.DEFAULTS.ttl(), "the default is set"));
    }
}
