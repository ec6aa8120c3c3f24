package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How containers ended that the kubelet stopped, from what it tells: by the sequence (rule 11). Its times are whole seconds,
 * cut off; so are those of a deletion.
 *
 * @param startedAt when the pod was deleted
 * @param deadline when the kubelet sends SIGKILL
 * @param kill whether SIGKILL was all that was asked for
 * @param handOver whether the node's agent sends signals too
 */
record Endings(Instant startedAt, Instant deadline, boolean kill, boolean handOver) {
    /** Of the node's clock against ours. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    private static final String LOST = "ContainerStatusUnknown";

    /** The main containers as they stand; those that still run have no outcome. */
    List<ContainerRecord> of(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream())
                .map(this::record)
                .toList();
    }

    private ContainerRecord record(ContainerStatus status) {
        ContainerState state = status.getState();
        ContainerStateTerminated end = state == null ? null : state.getTerminated();
        if (end == null) {
            boolean began = state != null && state.getRunning() != null;
            return began
                    ? new ContainerRecord(status.getName(), null, null, null, steps(status, null))
                    : new ContainerRecord(status.getName(), Outcome.ALREADY_GONE, null, "it did not run", null);
        }
        ExitStatus exit = exit(end);
        Integer code = exit instanceof ExitStatus.Unknown ? null : Integer.valueOf(exit.code());
        if (endedBefore(end)) {
            return new ContainerRecord(
                    status.getName(), Outcome.ALREADY_GONE, code, "ended by itself before the first signal", null);
        }
        Optional<Outcome> forced = exit.isSigkill() ? Optional.of(Outcome.FORCED) : Optional.empty();
        Outcome outcome = kill
                ? Outcome.SIGNALLED
                : forced.orElse(exit instanceof ExitStatus.Unknown ? Outcome.FAILED : Outcome.GRACEFUL);
        return new ContainerRecord(status.getName(), outcome, code, reason(end, exit, status), steps(status, end));
    }

    /** The kubelet says 137 too when it has lost the container. */
    private static ExitStatus exit(ContainerStateTerminated end) {
        return LOST.equals(end.getReason()) ? new ExitStatus.Unknown() : ExitStatus.ofEngineCode(end.getExitCode());
    }

    private String reason(ContainerStateTerminated end, ExitStatus exit, ContainerStatus status) {
        if (exit instanceof ExitStatus.Unknown) {
            return "ended after the stop signal; its exit status is unknown";
        }
        if (exit.isSigkill()) {
            if (atTheEnd(end) || handOver) {
                return "killed by SIGKILL (137)";
            }
            return "OOMKilled".equals(end.getReason())
                    ? "out of memory (137)"
                    : "killed by SIGKILL (137), not by this shutdown";
        }
        return "exited by itself with " + exit.code() + " after "
                + stopSignal(status).map(Signal::toString).orElse("the runtime's stop signal");
    }

    /** What the runtime sends is told by newer ones alone (KEP-4960); the image may say something else than the pod. */
    private static Optional<Signal> stopSignal(ContainerStatus status) {
        return Optional.ofNullable(status.getStopSignal()).flatMap(Signal::parse);
    }

    private @Nullable List<StepEntry> steps(ContainerStatus status, @Nullable ContainerStateTerminated end) {
        List<StepEntry> steps = new ArrayList<>();
        stopSignal(status).ifPresent(signal -> steps.add(step(Duration.ZERO, signal)));
        if (end != null && exit(end).isSigkill() && atTheEnd(end)) {
            steps.add(step(Duration.between(startedAt, deadline), Signal.KILL));
        }
        return steps.isEmpty() ? null : steps;
    }

    private static StepEntry step(Duration at, Signal signal) {
        return new StepEntry(at, signal, SentBy.RUNTIME, null, null, Result.ASSUMED);
    }

    private boolean atTheEnd(ContainerStateTerminated end) {
        Instant soonest = deadline.truncatedTo(ChronoUnit.SECONDS).minus(SKEW);
        return time(end).filter(at -> at.isBefore(soonest)).isEmpty();
    }

    private boolean endedBefore(ContainerStateTerminated end) {
        Instant first = startedAt.truncatedTo(ChronoUnit.SECONDS).minus(SKEW);
        return time(end).filter(at -> at.isBefore(first)).isPresent();
    }

    private static Optional<Instant> time(ContainerStateTerminated end) {
        return Optional.ofNullable(end.getFinishedAt()).map(Instant::parse);
    }
}
