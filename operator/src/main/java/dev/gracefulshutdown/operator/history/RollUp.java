package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.LastShutdown;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.ladder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's status says of its shutdowns, among those that are kept. The newest one stays named when its record is
 * taken away.
 *
 * @param outcomes how many had which; {@code null} for none
 * @param last the newest; {@code null} before the first
 * @param recommendedGracePeriod as the status has it; {@code null} where too few tell
 */
public record RollUp(
        @Nullable Map<String, Long> outcomes,
        @Nullable LastShutdown last,
        @Nullable String recommendedGracePeriod) {
    /** Fewer tell nothing of one in a hundred. */
    private static final int ENOUGH = 20;

    private static final double MARGIN = 1.25;
    private static final int ROUND_SECONDS = 5;
    private static final int PERCENT = 100;

    /** Those that took as long as their containers needed, or as they were given. */
    private static final Set<Outcome> TELLING = EnumSet.of(Outcome.GRACEFUL, Outcome.ESCALATED, Outcome.FORCED);

    /**
     * Of a policy's records.
     *
     * @param finished those that are kept, in any order
     * @param before the newest one that the status names by now
     * @param namespace the policy's; empty for one of the cluster
     */
    public static RollUp of(List<Shutdown> finished, @Nullable LastShutdown before, Optional<String> namespace) {
        Map<String, Long> outcomes = new TreeMap<>();
        finished.stream()
                .flatMap(record -> outcome(record).stream())
                .forEach(outcome -> outcomes.merge(outcome.label(), 1L, Long::sum));
        return new RollUp(
                outcomes.isEmpty() ? null : outcomes,
                last(finished, before, namespace),
                recommended(finished).orElse(null));
    }

    private static @Nullable LastShutdown last(
            List<Shutdown> finished, @Nullable LastShutdown before, Optional<String> namespace) {
        return Stream.concat(Stream.ofNullable(before), finished.stream().flatMap(record -> last(record, namespace)))
                .max(Comparator.comparing(LastShutdown::finishedAt))
                .orElse(null);
    }

    private static Stream<LastShutdown> last(Shutdown record, Optional<String> namespace) {
        ShutdownStatus status = record.getStatus();
        Instant finishedAt = status == null ? null : status.finishedAt();
        if (status == null || status.outcome() == null || finishedAt == null) {
            return Stream.empty();
        }
        String own = record.getMetadata().getNamespace();
        return Stream.of(new LastShutdown(
                namespace.filter(own::equals).isPresent() ? null : own,
                record.getMetadata().getName(),
                subject(record),
                status.outcome(),
                finishedAt));
    }

    private static String subject(Shutdown record) {
        var spec = record.getSpec();
        if (spec.podRef() != null) {
            return spec.podRef().name();
        }
        return spec.dockerContainer() == null ? "" : spec.dockerContainer().name();
    }

    /** The 99th of a hundred, nearest rank, and a quarter more, in steps of 5 s. */
    private static Optional<String> recommended(List<Shutdown> finished) {
        List<Duration> took = finished.stream()
                .filter(record -> outcome(record).filter(TELLING::contains).isPresent())
                .map(record -> Objects.requireNonNull(record.getStatus(), "it has an outcome")
                        .took())
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        if (took.size() < ENOUGH) {
            return Optional.empty();
        }
        Duration p99 = took.get((took.size() * (PERCENT - 1) + PERCENT - 1) / PERCENT - 1);
        double seconds = p99.toMillis() / 1000.0 * MARGIN;
        long rounded = Math.max(ROUND_SECONDS, (long) Math.ceil(seconds / ROUND_SECONDS) * ROUND_SECONDS);
        long forced = finished.stream()
                .filter(record -> outcome(record).equals(Optional.of(Outcome.FORCED)))
                .count();
        return Optional.of((forced * PERCENT > took.size() ? "≥" : "") + rounded + "s");
    }

    private static Optional<Outcome> outcome(Shutdown record) {
        return Optional.ofNullable(record.getStatus()).flatMap(status -> Optional.ofNullable(status.outcome()));
    }
}
