package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pods of the cluster a policy applies to, and how their containers are stopped.
 *
 * @param namespaceSelector The namespaces that the policy is for, by their labels; {} is all of them. kube-system and the
 *     operator's own namespace have to be named by their label kubernetes.io/metadata.name. Default: all. At least one of
 *     namespaceSelector and selector is needed.
 * @param selector The pods that the policy is for in those namespaces, by their labels. Default: all.
 * @param settings the fields from {@code strategy} to {@code onDeadline}
 * @param containers Other settings for single containers, by name; what is not set there is the policy's.
 * @param history Which Shutdowns are kept as a record, in each namespace.
 * @param mode Enforce acts; DryRun decides and records everything and sends no signal. Default: Enforce.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = PolicySpecReader.OfCluster.class)
public record ClusterGracefulShutdownPolicySpec(
        @Nullable LabelSelector namespaceSelector,
        @Nullable LabelSelector selector,
        @JsonUnwrapped StopSettings settings,
        @Size(max = 16) @Nullable List<ContainerOverride> containers,
        @Nullable History history,
        @PascalCase @Nullable Mode mode)
        implements PolicySpec {

    /** What holds where nothing is set: the CRD has its defaults from here. */
    public static final ClusterGracefulShutdownPolicySpec DEFAULTS = new ClusterGracefulShutdownPolicySpec(
            null, null, StopSettings.DEFAULTS, null, History.DEFAULTS, Mode.ENFORCE);

    public ClusterGracefulShutdownPolicySpec {
        containers = containers == null ? null : List.copyOf(containers);
    }
}
