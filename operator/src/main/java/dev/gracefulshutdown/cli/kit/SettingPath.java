package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.api.ContainerOverride;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a policy says what holds for a container: in the container's own settings, or in those for all. */
public final class SettingPath {
    private SettingPath() {}

    /**
     * The path of a setting.
     *
     * @param field below the settings: {@code escalation[1].at}
     * @param setting the one that the field belongs to
     */
    public static String of(
            PolicySpec policy, String container, String field, Function<StopSettings, @Nullable Object> setting) {
        List<ContainerOverride> overrides = policy.overrides();
        for (int i = 0; i < overrides.size(); i++) {
            ContainerOverride override = overrides.get(i);
            if (override.name().equals(container) && setting.apply(override.settings()) != null) {
                return "spec.containers[" + i + "]." + field;
            }
        }
        return "spec." + field;
    }
}
