package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownRecords;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record in the making: the shutdown of one pod, or of the containers that a request names, container by container.
 * Confined to one thread.
 */
final class Draft {
    private final Subject first;
    private final String node;
    private final Map<String, ShutdownReport> reports = new LinkedHashMap<>();
    private final Set<String> late = new HashSet<>();
    private final List<ContainerRecord> earlier = new ArrayList<>();
    private Optional<Instant> earlierStart = Optional.empty();
    private Optional<Instant> earlierEnd = Optional.empty();
    private Cause cause = Cause.UNKNOWN;

    Draft(Subject first, String node) {
        this.first = first;
        this.node = node;
        because(first.cause());
    }

    /** Adds what an earlier life of ours had written down. */
    void addEarlier(Shutdown written) {
        ShutdownStatus status = written.getStatus();
        if (status != null && status.containers() != null) {
            earlier.addAll(status.containers());
            earlierStart = Optional.ofNullable(status.startedAt());
            earlierEnd = Optional.ofNullable(status.finishedAt());
        }
        because(Objects.requireNonNullElse(written.getSpec().cause(), Cause.UNKNOWN));
    }

    void add(String container, ShutdownReport report) {
        reports.put(container, report);
    }

    /** Whether somebody may still tell how a container ended. */
    void late(String container, boolean awaited) {
        if (awaited) {
            late.add(container);
        } else {
            late.remove(container);
        }
    }

    /** A container that gets no ladder. */
    void add(ContainerRecord record) {
        earlier.removeIf(it -> it.name().equals(record.name()));
        earlier.add(record);
    }

    /** Containers of a request that nothing is known of yet. */
    List<String> awaited() {
        return earlier.stream()
                .filter(it -> it.outcome() == null && !reports.containsKey(it.name()))
                .map(ContainerRecord::name)
                .toList();
    }

    /**
     * A cause that is known is not forgotten when the pod is gone; a probe is what is left where nothing shows another one,
     * and a watch may be late.
     */
    void because(Cause seen) {
        if (seen != Cause.UNKNOWN && (seen != Cause.PROBE || cause == Cause.UNKNOWN)) {
            cause = seen;
        }
    }

    /** Whether its cause is but what is left, and may be another one. */
    boolean looksLikeAProbe() {
        return cause == Cause.PROBE;
    }

    /** Nothing more will be heard of it. */
    boolean isFinished() {
        return isOver() && late.isEmpty();
    }

    /** No ladder runs; how a container ended may still be told. */
    boolean isOver() {
        return reports.values().stream().allMatch(ShutdownReport::finished)
                && (!isRequest() || awaited().isEmpty());
    }

    boolean isRequest() {
        return first.request().isPresent();
    }

    /** As it stands. */
    Shutdown toResource() {
        Shutdown shutdown = new Shutdown();
        shutdown.setMetadata(new ObjectMetaBuilder()
                .withNamespace(first.namespace())
                .withName(first.record())
                .withUid(first.request().orElse(null))
                .withLabels(Map.of(InPlace.NODE, InPlace.label(node)))
                .build());
        shutdown.setSpec(new ShutdownSpec(
                isRequest() ? Origin.REQUESTED : Origin.OBSERVED,
                new ShutdownSpec.PodRef(first.pod(), first.podUid()),
                null,
                null,
                first.policy()
                        .filter(policy -> policy.namespace() != null)
                        .map(policy -> policy.name())
                        .orElse(null),
                null,
                cause,
                node,
                null));
        shutdown.setStatus(status());
        return shutdown;
    }

    private ShutdownStatus status() {
        List<ContainerRecord> containers = new ArrayList<>(earlier.stream()
                .filter(record -> !reports.containsKey(record.name()))
                .toList());
        reports.forEach((name, report) -> containers.addAll(
                Objects.requireNonNullElse(ShutdownRecords.status(name, report).containers(), List.of())));
        Instant startedAt = reports.values().stream()
                .map(ShutdownReport::startedAt)
                .reduce(earlierStart.orElse(Instant.MAX), Draft::earlier);
        Instant finishedAt = reports.values().stream()
                .map(report -> report.startedAt().plus(report.took()))
                .reduce(earlierEnd.orElse(startedAt), Draft::later);
        boolean finished = isOver();
        return new ShutdownStatus(
                null,
                null,
                finished ? Phase.FINISHED : Phase.RUNNING,
                worst(containers),
                first.policy().orElse(null),
                null,
                isRequest() ? null : first.handOver(),
                startedAt,
                null,
                finished ? finishedAt : null,
                finished ? Duration.between(startedAt, finishedAt) : null,
                containers);
    }

    private static @Nullable Outcome worst(List<ContainerRecord> containers) {
        return containers.stream()
                .map(ContainerRecord::outcome)
                .filter(Objects::nonNull)
                .max(Outcome.BY_GRAVITY)
                .orElse(null);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
