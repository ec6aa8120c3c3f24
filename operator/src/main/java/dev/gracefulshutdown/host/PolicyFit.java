package dev.gracefulshutdown.host;

import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Selection;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which containers a policy is for, and what it says for one of them. Its {@code docker.host} is for the caller. */
public enum PolicyFit {
    /** It is for others. */
    NONE,
    /** By labels or by the Compose project. */
    SELECTED,
    /** By its name: the more specific one. */
    NAMED;

    private static final String COMPOSE_SERVICE = "com.docker.compose.service";

    /** How well a policy fits a container. One with a targetRef is for Kubernetes. */
    public static PolicyFit of(GracefulShutdownPolicySpec policy, ContainerDetails container) {
        DockerSelector docker = policy.docker();
        LabelSelector selector = policy.selector();
        if (docker != null) {
            return of(docker, container);
        }
        return selector != null && LabelSelectors.matches(selector, container.labels()) ? SELECTED : NONE;
    }

    private static PolicyFit of(DockerSelector docker, ContainerDetails container) {
        List<String> names = Objects.requireNonNullElse(docker.names(), List.of());
        Map<String, String> labels = Objects.requireNonNullElse(docker.labels(), Map.of());
        Selection selection = new Selection(names, labels, Optional.ofNullable(docker.composeProject()));
        if (!selection.matches(container)) {
            return NONE;
        }
        return names.isEmpty() ? SELECTED : NAMED;
    }

    /** The policy's settings, with the override for the container's name, else for its Compose service. */
    public static StopSettings settings(GracefulShutdownPolicySpec policy, ContainerDetails container) {
        boolean byName = policy.overrides().stream().anyMatch(o -> o.name().equals(container.name()));
        String service = container.labels().get(COMPOSE_SERVICE);
        return policy.settingsFor(byName || service == null ? container.name() : service);
    }
}
