package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.diagnosis.PastStop;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Earlier shutdowns that show what a container does about its stop signal. */
final class PastStops {
    /** What was longer ago was perhaps another version. */
    private static final int LAST = 10;

    /** Of others nobody can tell what the signal did. */
    private static final Set<Outcome> TELLING = Set.of(Outcome.GRACEFUL, Outcome.ESCALATED, Outcome.FORCED);

    private PastStops() {}

    /**
     * Of this container, or one of its name before it: those that began with its stop signal, the newest first.
     *
     * @param records the oldest first
     */
    static List<PastStop> of(ContainerDetails container, List<Shutdown> records) {
        return records.reversed().stream()
                .filter(record -> isOf(container.name(), record.getSpec()))
                .flatMap(record ->
                        pastStop(record.getStatus(), container.stopSignal().effective()).stream())
                .limit(LAST)
                .toList();
    }

    private static boolean isOf(String name, ShutdownSpec spec) {
        return spec.dockerContainer() != null
                && name.equals(spec.dockerContainer().name());
    }

    private static Optional<PastStop> pastStop(
            @org.jspecify.annotations.Nullable ShutdownStatus status, Signal signal) {
        if (status == null || status.outcome() == null || !TELLING.contains(status.outcome())) {
            return Optional.empty();
        }
        Outcome outcome = status.outcome();
        Duration took = Objects.requireNonNullElse(status.took(), Duration.ZERO);
        return firstStep(status)
                .filter(step -> step.signal().equals(signal))
                .map(step -> new PastStop(outcome, heard(step), took));
    }

    private static Optional<StepEntry> firstStep(ShutdownStatus status) {
        return Objects.requireNonNullElse(status.containers(), List.<ContainerRecord>of()).stream()
                .flatMap(c -> Objects.requireNonNullElse(c.steps(), List.<StepEntry>of()).stream())
                .findFirst();
    }

    private static boolean heard(StepEntry step) {
        return Objects.requireNonNullElse(step.hearing(), Hearing.UNKNOWN).hears();
    }
}
