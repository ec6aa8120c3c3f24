package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a pod matters for a stop. */
record PodView(Pod pod) {
    private static final String OS_LABEL = "kubernetes.io/os";

    String name() {
        return pod.getMetadata().getName();
    }

    PodSpec spec() {
        return pod.getSpec();
    }

    /** Its containers that live as long as the pod: not the init containers that end before. */
    List<Container> containers() {
        return Stream.concat(
                        spec().getInitContainers().stream().filter(PodView::isSidecar), spec().getContainers().stream())
                .toList();
    }

    static boolean isSidecar(Container init) {
        return "Always".equals(init.getRestartPolicy());
    }

    boolean isSidecar(String container) {
        return spec().getInitContainers().stream().anyMatch(c -> c.getName().equals(container));
    }

    Optional<ContainerStatus> status(String container) {
        return statuses().filter(s -> s.getName().equals(container)).findFirst();
    }

    Stream<ContainerStatus> statuses() {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(s -> Stream.concat(s.getInitContainerStatuses().stream(), s.getContainerStatuses().stream()));
    }

    boolean isRunning() {
        return phase().equals("Running") && pod.getMetadata().getDeletionTimestamp() == null;
    }

    boolean isReady() {
        return conditions("Ready");
    }

    private boolean conditions(String type) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals(type) && "True".equals(c.getStatus()));
    }

    private String phase() {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getPhase).orElse("");
    }

    boolean isWindows() {
        boolean says = spec().getOs() != null && "windows".equals(spec().getOs().getName());
        Map<String, String> nodes = Objects.requireNonNullElse(spec().getNodeSelector(), Map.of());
        return says || "windows".equals(nodes.get(OS_LABEL));
    }

    boolean sharesPids() {
        return Boolean.TRUE.equals(spec().getShareProcessNamespace());
    }

    boolean isOnHostPids() {
        return Boolean.TRUE.equals(spec().getHostPID());
    }

    /** Why the kubelet or the API stopped it, where its status tells: {@code DeadlineExceeded}, {@code EvictionByEvictionAPI}. */
    Optional<String> stoppedBecause() {
        Optional<String> reason =
                Optional.ofNullable(pod.getStatus()).map(PodStatus::getReason).filter(r -> !r.isEmpty());
        return reason.or(() -> Stream.ofNullable(pod.getStatus())
                .flatMap(s -> s.getConditions().stream())
                .filter(c -> c.getType().equals("DisruptionTarget") && "True".equals(c.getStatus()))
                .map(c -> Objects.requireNonNullElse(c.getReason(), "DisruptionTarget"))
                .findFirst());
    }
}
