package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.host.ShutdownResources;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** What happens when a ladder is over: a line, a record, another look. Safe for several threads. */
final class Ends {
    private final RecordSink records;
    private final News news;
    private final Resting resting;
    private final Runnable lookAgain;
    private final List<Shutdown> over = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean();

    Ends(RecordSink records, News news, Resting resting, Runnable lookAgain) {
        this.records = records;
        this.news = news;
        this.resting = resting;
        this.lookAgain = lookAgain;
    }

    void ended(
            ContainerDetails container, Reason reason, Optional<ShutdownReport> report, Optional<Throwable> failure) {
        if (report.isPresent()) {
            ended(container, reason, report.get());
        } else {
            failed(container.id(), failure.map(Throwable::toString).orElse("its shutdown broke off"));
            news.tell(Line.about(
                    Line.Level.ERROR,
                    reason.policy().orElse(""),
                    container.name(),
                    "its shutdown broke off",
                    failure.map(Throwable::toString).orElse("") + "; it is tried again",
                    Line.Topic.FAILED));
        }
        lookAgain.run();
    }

    private void ended(ContainerDetails container, Reason reason, ShutdownReport report) {
        Outcome outcome = report.outcome().orElse(Outcome.FAILED);
        boolean good = isGood(outcome);
        // What somebody asked for once says nothing of what the policy may do.
        boolean isPolicys =
                reason.origin() == ShutdownSpec.Origin.OBSERVED || reason.cause() != ShutdownSpec.Cause.REQUEST;
        if (good && isPolicys) {
            resting.worked(container.id());
        } else if (isPolicys) {
            failed(container.id(), outcome.label() + ": " + report.reason());
        }
        news.tell(Line.about(
                        good && outcome != Outcome.FORCED ? Line.Level.INFO : Line.Level.WARN,
                        reason.policy().orElse(""),
                        container.name(),
                        outcome.label() + " after " + seconds(report.took()),
                        report.reason())
                .ended(outcome));
        keep(ShutdownResources.of(container, reason, report));
    }

    /** SIGKILL at the end of a ladder is what the policy says; one that is still there is not. */
    private static boolean isGood(Outcome outcome) {
        return switch (outcome) {
            case GRACEFUL, ESCALATED, FORCED, SIGNALLED, ALREADY_GONE -> true;
            case HELD, STUCK, CANCELLED, FAILED -> false;
        };
    }

    private static String seconds(Duration took) {
        return "%d.%d s".formatted(took.toSeconds(), took.toMillisPart() / 100);
    }

    private void keep(Shutdown record) {
        over.add(record);
        while (over.size() > 1_000) {
            over.removeFirst();
        }
        try {
            records.add(record, Instant.now());
        } catch (IOException e) {
            news.tellOnce(
                    "records",
                    Line.error("records of shutdowns can't be kept: " + Objects.requireNonNullElse(e.getMessage(), "")
                            + "; look at the state folder and its disk"));
        }
    }

    /** @param why in words */
    void failed(String container, String why) {
        failed.set(true);
        resting.failed(container, why, Instant.now());
    }

    /** Something was not even begun. */
    void notDone() {
        failed.set(true);
    }

    /** Something did not come out as asked. */
    boolean anyFailed() {
        return failed.get();
    }

    /** The newest ones. */
    List<Shutdown> over() {
        return List.copyOf(over);
    }
}
