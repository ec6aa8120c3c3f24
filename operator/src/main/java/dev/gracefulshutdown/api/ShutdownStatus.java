package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a shutdown goes on, and how it ended.
 *
 * @param observedGeneration The generation of the spec that this status speaks of.
 * @param conditions Ready, Reconciling and Stalled as every kstatus tool reads them; Accepted is False when the request can't be
 *     carried out; HandOver is False when an agent was missing, and tells what was not done; NotHeld is False while SIGKILL is
 *     held back.
 * @param phase Pending: nothing was sent yet. Running: the ladder runs. Finished: it is over.
 * @param outcome How it ended: the worst of its containers' outcomes.
 * @param policy The policy that held, as it stood then. Not set where none did.
 * @param dryRun True when everything was decided and recorded and nothing was sent.
 * @param handOver Whether the kubelet handed the shutdown over to the agent, so that every signal was the agent's.
 * @param startedAt When it began.
 * @param deadline When SIGKILL is due, as far as it is known by now: extensions move it. Not set where SIGKILL is held back.
 * @param finishedAt When it ended.
 * @param took How long it took, from startedAt to finishedAt. Not set where nobody saw the end.
 * @param containers What happened to each container.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShutdownStatus(
        @Nullable Long observedGeneration,
        @Size(max = 16) @Nullable List<Condition> conditions,
        @PascalCase @Nullable Phase phase,
        @PascalCase @Nullable Outcome outcome,
        @Nullable PolicyRef policy,
        @Nullable Boolean dryRun,
        @Nullable Boolean handOver,
        @TimeText @Nullable Instant startedAt,
        @TimeText @Nullable Instant deadline,
        @TimeText @Nullable Instant finishedAt,
        @ElapsedText @Nullable Duration took,
        @Size(max = 64) @Nullable List<ContainerRecord> containers) {
    public ShutdownStatus {
        conditions = conditions == null ? null : List.copyOf(conditions);
        containers = containers == null ? null : List.copyOf(containers);
    }

    /** The same without what happened to each container. */
    public ShutdownStatus withoutContainers() {
        return new ShutdownStatus(
                observedGeneration,
                conditions,
                phase,
                outcome,
                policy,
                dryRun,
                handOver,
                startedAt,
                deadline,
                finishedAt,
                took,
                null);
    }

    /** How far it is. */
    public enum Phase {
        PENDING,
        RUNNING,
        FINISHED
    }

    /**
     * What happened to one container.
     *
     * @param name The container's name.
     * @param outcome How it ended.
     * @param exitCode The main process's exit code; 128 and the signal's number when a signal ended it.
     * @param reason How it ended, in words, for example: exited by itself after SIGINT.
     * @param steps What was sent, to whom, and what became of it, in the order of time.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContainerRecord(
            @Required @Size(min = 1, max = 253) String name,
            @PascalCase @Nullable Outcome outcome,
            @Nullable Integer exitCode,
            @Size(max = 1024) @Nullable String reason,
            @Size(max = 32) @Nullable List<StepEntry> steps) {
        public ContainerRecord {
            steps = steps == null ? null : List.copyOf(steps);
        }
    }

    /**
     * One line of the timeline.
     *
     * @param at When, counted from the first signal, to the millisecond.
     * @param signal What was sent.
     * @param sentBy Who sent it: Agent is this project, Runtime is the kubelet or the engine.
     * @param to Who got it: PID, as the container numbers it, and name, for example 1 postgres.
     * @param hearing What the process would do with the signal, read before it was sent: Catches, Queues, Forwards, Ends, Deaf
     *     or Unknown.
     * @param delivery Delivered; Assumed, when nobody can tell whether anybody hears; Undeliverable, when nobody could.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepEntry(
            @ElapsedText @Required Duration at,
            @SignalName @Required Signal signal,
            @PascalCase @Required SentBy sentBy,
            @Size(max = 1024) @Nullable String to,
            @PascalCase @Nullable Hearing hearing,
            @PascalCase @Nullable Result delivery) {}
}
