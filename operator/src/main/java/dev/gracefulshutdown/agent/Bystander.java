package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Tells of the end of a container that we could add nothing to.
 *
 * @param pods by uid
 * @param listener told of the shutdown when it is over
 */
record Bystander(Function<String, Optional<Pod>> pods, BiConsumer<Subject, ShutdownReport> listener) {
    /** The kubelet writes an exit into the pod's status a moment later. */
    private static final Duration STATUS_LAG = Duration.ofSeconds(5);

    /** Says that it has begun, so that those that end with it are told of together. */
    void begin(Subject subject, Instant called) {
        report(subject, called, Instant.now(), new ExitStatus.Unknown(), Optional.empty(), "");
    }

    /**
     * Tells it.
     *
     * @param seen how the main process ended, as far as the kernel told
     * @param called when its preStop hook was
     */
    void tell(Subject subject, ExitStatus seen, Instant called) {
        Instant ended = Instant.now();
        ExitStatus exit = seen instanceof ExitStatus.Unknown ? told(subject) : seen;
        report(subject, called, ended, exit, Optional.of(outcome(exit)), reason(exit));
    }

    private void report(
            Subject subject, Instant called, Instant now, ExitStatus exit, Optional<Outcome> outcome, String reason) {
        listener.accept(
                subject,
                new ShutdownReport(
                        subject.id(),
                        outcome,
                        reason,
                        exit,
                        List.of(),
                        List.of(),
                        called,
                        Duration.between(called, now),
                        Duration.ZERO,
                        outcome.isPresent()));
    }

    private ExitStatus told(Subject subject) {
        return Turns.seen(STATUS_LAG, () -> pods.apply(subject.podUid()).flatMap(pod -> LateExits.of(pod, subject)))
                .<ExitStatus>map(end -> ExitStatus.ofEngineCode(end.getExitCode()))
                .orElseGet(ExitStatus.Unknown::new);
    }

    private static Outcome outcome(ExitStatus exit) {
        if (exit instanceof ExitStatus.Unknown) {
            return Outcome.FAILED;
        }
        return exit.isSigkill() ? Outcome.FORCED : Outcome.GRACEFUL;
    }

    private static String reason(ExitStatus exit) {
        String after = " after its own preStop hook was called; when that was over nobody told";
        if (exit instanceof ExitStatus.Unknown) {
            return "ended" + after + "; its exit status is unknown";
        }
        return exit.isSigkill() ? "killed by SIGKILL (137)" + after : "exited by itself" + after;
    }
}
