package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Instant;
import java.util.List;

/** Reports in the API's words: the status of a {@code Shutdown}. */
public final class ShutdownRecords {
    private ShutdownRecords() {}

    /** The status of a shutdown of one container. */
    public static ShutdownStatus status(String container, ShutdownReport report) {
        Instant finishedAt = report.startedAt().plus(report.took());
        return new ShutdownStatus(
                null,
                null,
                report.finished() ? Phase.FINISHED : Phase.RUNNING,
                report.outcome().orElse(null),
                null,
                null,
                null,
                report.startedAt(),
                null,
                report.finished() ? finishedAt : null,
                report.took(),
                List.of(container(container, report)));
    }

    private static ContainerRecord container(String name, ShutdownReport report) {
        return new ContainerRecord(
                name,
                report.outcome().orElse(null),
                report.exit() instanceof ExitStatus.Unknown
                        ? null
                        : report.exit().code(),
                report.reason().isEmpty() ? null : report.reason(),
                report.timeline().stream().map(ShutdownRecords::step).toList());
    }

    private static StepEntry step(StepRecord step) {
        return new StepEntry(
                step.at(),
                step.signal(),
                step.sentBy(),
                step.to().isEmpty() ? null : String.join(", ", step.to()),
                step.hearing(),
                step.delivery());
    }
}
