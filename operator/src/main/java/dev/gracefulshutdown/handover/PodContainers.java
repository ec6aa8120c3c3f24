package dev.gracefulshutdown.handover;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod's containers as its shutdown sees them: the mains, then the sidecars, the last one first. */
public final class PodContainers {
    private static final String ALWAYS = "Always";

    private PodContainers() {}

    /** Those that are asked first. */
    public static List<Container> mains(Pod pod) {
        return pod.getSpec().getContainers();
    }

    /** Init containers that are restarted always, in the order in which they end (Kubernetes, "Sidecar Containers"). */
    public static List<Container> sidecars(Pod pod) {
        List<Container> sidecars =
                new ArrayList<>(Stream.ofNullable(pod.getSpec().getInitContainers())
                        .flatMap(List::stream)
                        .filter(c -> ALWAYS.equals(c.getRestartPolicy()))
                        .toList());
        return sidecars.reversed();
    }

    /** All of them, in the order in which they end. */
    public static Stream<Container> all(Pod pod) {
        return Stream.concat(mains(pod).stream(), sidecars(pod).stream());
    }

    /** The one of that name. */
    public static Optional<Container> named(Pod pod, String name) {
        return all(pod).filter(c -> c.getName().equals(name)).findFirst();
    }

    /** A container's id without its runtime's scheme; empty while it has none. */
    public static Optional<String> id(Pod pod, String container) {
        return status(pod, container)
                .map(ContainerStatus::getContainerID)
                .map(id -> id.substring(id.indexOf("://") + 3))
                .filter(id -> !id.isBlank());
    }

    /** A container's status. */
    public static Optional<ContainerStatus> status(Pod pod, String container) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return Stream.of(pod.getStatus().getContainerStatuses(), pod.getStatus().getInitContainerStatuses())
                .flatMap(List::stream)
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }
}
