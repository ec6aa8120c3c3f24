package dev.gracefulshutdown.operator.admission.pod;

import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.plan.PodPlans;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SleepAction;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the kubelet has to leave a pod alone. Hooks of a container's own run before its ladder; how long is known of
 * {@code sleep} alone.
 *
 * @param seconds whole seconds, rounded up
 * @param capped whether it is less than the ladders take, by the cluster's limit
 */
record Ceiling(long seconds, boolean capped) {
    /**
     * Of a pod.
     *
     * @param most the cluster's limit; a Hold is given all of it
     * @param holds whether the namespace may hold
     */
    static Ceiling of(Pod pod, PodPlans plans, Duration most, boolean holds) {
        boolean held = holds && plans(plans).anyMatch(plan -> plan.ladder().onDeadline() == OnDeadline.HOLD);
        Duration needed = held ? most : plans.ceiling().plus(longestSleep(pod));
        return needed.compareTo(most) > 0
                ? new Ceiling(most.toSeconds(), true)
                : new Ceiling(needed.plusSeconds(1).minusNanos(1).toSeconds(), false);
    }

    private static Stream<Plan> plans(PodPlans plans) {
        return Stream.of(plans.mains(), plans.sidecars()).flatMap(map -> map.values().stream());
    }

    private static Duration longestSleep(Pod pod) {
        return PodContainers.all(pod)
                .flatMap(container -> sleep(container).stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Optional<Duration> sleep(Container container) {
        return Optional.ofNullable(container.getLifecycle())
                .flatMap(lifecycle -> Optional.ofNullable(lifecycle.getPreStop()))
                .flatMap(hook -> Optional.ofNullable(hook.getSleep()))
                .map(SleepAction::getSeconds)
                .map(Duration::ofSeconds);
    }
}
