package dev.gracefulshutdown.operator.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Pods without what nobody here looks at: the cache of a large cluster would hold mostly that. */
public final class LeanPods {
    private LeanPods() {}

    /** Without the rest. */
    public static Pod lean(Pod pod) {
        PodBuilder lean = new PodBuilder()
                .withNewMetadataLike(pod.getMetadata())
                .withManagedFields()
                .endMetadata();
        if (pod.getSpec() != null) {
            lean.withNewSpec()
                    .withNodeName(pod.getSpec().getNodeName())
                    .withRestartPolicy(pod.getSpec().getRestartPolicy())
                    .withTerminationGracePeriodSeconds(pod.getSpec().getTerminationGracePeriodSeconds())
                    .withContainers(lean(pod.getSpec().getContainers()))
                    .withInitContainers(lean(pod.getSpec().getInitContainers()))
                    .endSpec();
        }
        if (pod.getStatus() != null) {
            lean.withNewStatus()
                    .withPhase(pod.getStatus().getPhase())
                    .withConditions(pod.getStatus().getConditions().stream()
                            .filter(LeanPods::isReady)
                            .toList())
                    .withContainerStatuses(pod.getStatus().getContainerStatuses().stream()
                            .map(LeanPods::lean)
                            .toList())
                    .endStatus();
        }
        return lean.build();
    }

    private static List<Container> lean(List<Container> containers) {
        return Stream.ofNullable(containers)
                .flatMap(List::stream)
                .map(c -> new ContainerBuilder()
                        .withName(c.getName())
                        .withRestartPolicy(c.getRestartPolicy())
                        .withLifecycle(c.getLifecycle())
                        .build())
                .toList();
    }

    private static ContainerStatus lean(ContainerStatus status) {
        return new ContainerStatusBuilder()
                .withName(status.getName())
                .withReady(status.getReady())
                .withState(status.getState())
                .withStopSignal(status.getStopSignal())
                .withRestartCount(status.getRestartCount())
                .build();
    }

    /** Whether the pod is Ready, by its condition. */
    public static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream().anyMatch(c -> isReady(c) && "True".equals(c.getStatus()));
    }

    private static boolean isReady(PodCondition condition) {
        return "Ready".equals(condition.getType());
    }

    /** Whether a policy or a request could see a difference. */
    public static boolean differs(Pod now, Pod before) {
        return ready(now) != ready(before)
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp())
                || !Objects.equals(
                        now.getMetadata().getLabels(), before.getMetadata().getLabels())
                || !Objects.equals(
                        now.getMetadata().getAnnotations(), before.getMetadata().getAnnotations())
                || !Objects.equals(
                        now.getMetadata().getOwnerReferences(),
                        before.getMetadata().getOwnerReferences())
                || !Objects.equals(phase(now), phase(before))
                || ended(now) != ended(before)
                || restarts(now) != restarts(before);
    }

    private static long restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToLong(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
                        .sum();
    }

    private static long ended(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(c -> c.getState() != null && c.getState().getTerminated() != null)
                        .count();
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
    }

    /** Whether its containers are all over. */
    public static boolean isOver(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }
}
