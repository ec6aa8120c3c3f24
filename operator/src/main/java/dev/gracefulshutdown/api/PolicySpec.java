package dev.gracefulshutdown.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every policy says of the containers that it is for, however it finds them. */
public sealed interface PolicySpec permits GracefulShutdownPolicySpec, ClusterGracefulShutdownPolicySpec {
    /** The fields from {@code strategy} to {@code onDeadline}. */
    StopSettings settings();

    /** Other settings for single containers. */
    @Nullable
    List<ContainerOverride> containers();

    /** Which Shutdowns are kept as a record. */
    @Nullable
    History history();

    /** Whether it acts. */
    @Nullable
    Mode mode();

    /** The overrides; empty when there is no list. */
    default List<ContainerOverride> overrides() {
        List<ContainerOverride> containers = containers();
        return containers == null ? List.of() : containers;
    }

    /** What holds for a container: its override, else the policy's own settings; a profile is not looked at. */
    default StopSettings settingsFor(String container) {
        return overrides().stream()
                .filter(override -> override.name().equals(container))
                .findFirst()
                .map(override -> override.settings().orElse(settings()))
                .orElse(settings());
    }
}
