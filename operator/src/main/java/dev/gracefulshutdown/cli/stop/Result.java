package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.host.ShutdownResources;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.util.Optional;

/**
 * What became of one container.
 *
 * @param name the container's, or what was given for it
 * @param report empty where nothing was begun
 * @param reason in words
 */
record Result(
        String name,
        Optional<ContainerDetails> container,
        Reason why,
        Optional<ShutdownReport> report,
        Outcome outcome,
        String reason) {

    static Result of(Job job, ShutdownReport report) {
        Outcome outcome = report.outcome().orElse(Outcome.FAILED);
        boolean gone = outcome == Outcome.ALREADY_GONE;
        return new Result(
                job.container().name(),
                Optional.of(job.container()),
                job.reason(),
                Optional.of(report),
                outcome,
                gone && !job.container().isRunning() ? "was not running" : report.reason());
    }

    /** Nothing was sent. */
    static Result refused(String name, Optional<ContainerDetails> container, Reason why, DockerException failure) {
        return new Result(
                name, container, why, Optional.empty(), Outcome.FAILED, failure.what() + "; " + failure.remedy());
    }

    /** The same in other words. */
    Result because(String other) {
        return new Result(name, container, why, report, outcome, other);
    }

    /** The same, but it isn't what was asked for. */
    Result failed(String because) {
        return new Result(name, container, why, report, Outcome.FAILED, because);
    }

    /** What was asked for holds. */
    boolean isDone() {
        return switch (outcome) {
            case GRACEFUL, ESCALATED, FORCED, SIGNALLED, ALREADY_GONE -> true;
            case HELD, STUCK, CANCELLED, FAILED -> false;
        };
    }

    Shutdown resource() {
        Optional<ShutdownReport> told = report.map(r -> new ShutdownReport(
                r.id(),
                Optional.of(outcome),
                reason,
                r.exit(),
                r.timeline(),
                r.told(),
                r.startedAt(),
                r.took(),
                r.drainDelay(),
                r.finished()));
        return container.isPresent() && told.isPresent()
                ? ShutdownResources.of(container.get(), why, told.get())
                : ShutdownResources.refused(name, container, why, reason);
    }
}
