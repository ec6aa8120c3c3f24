package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy applies to, how its containers are stopped, and whether the workload should run.
 *
 * @param targetRef The workload that the policy is for. Exactly one of targetRef, selector and docker is needed.
 * @param selector The pods that the policy is for, in its own namespace, by their labels.
 * @param docker The containers that the policy is for on a host with Docker.
 * @param settings the fields from {@code strategy} to {@code onDeadline}
 * @param containers Other settings for single containers, by name; what is not set there is the policy's.
 * @param state Stopped stops the workload gracefully and keeps it stopped; Running undoes our own stop and nothing else. Not
 *     set: whether the workload runs is none of the policy's business. Needs a targetRef or docker.
 * @param restartNonce Any new value, for example 7 or a date, restarts the workload gracefully once. The value at the
 *     policy's creation is noted and not acted on. Needs a targetRef or docker.
 * @param rollout How a restart of ours goes through the workload's pods.
 * @param history Which Shutdowns are kept as a record.
 * @param mode Enforce acts; DryRun decides and records everything, sends no signal and scales nothing. Default: Enforce.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = PolicySpecReader.OfNamespace.class)
public record GracefulShutdownPolicySpec(
        @Nullable TargetRef targetRef,
        @Nullable LabelSelector selector,
        @Nullable DockerSelector docker,
        @JsonUnwrapped StopSettings settings,
        @Size(max = 16) @Nullable List<ContainerOverride> containers,
        @PascalCase @Nullable State state,
        @Size(min = 1, max = 63) @Nullable String restartNonce,
        @Nullable Rollout rollout,
        @Nullable History history,
        @PascalCase @Nullable Mode mode)
        implements PolicySpec {

    /** What holds where nothing is set: the CRD has its defaults from here. */
    public static final GracefulShutdownPolicySpec DEFAULTS = new GracefulShutdownPolicySpec(
            null,
            null,
            null,
            StopSettings.DEFAULTS,
            null,
            null,
            null,
            Rollout.DEFAULTS,
            History.DEFAULTS,
            Mode.ENFORCE);

    public GracefulShutdownPolicySpec {
        containers = containers == null ? null : List.copyOf(containers);
    }
}
