package dev.gracefulshutdown.operator.workload;

import dev.gracefulshutdown.api.State;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a policy's {@code state}.
 *
 * <ol>
 *   <li>Stopped: what runs is marked and stopped. The mark keeps what was.
 *   <li>Running: what carries our mark is started with what was; what somebody else has started meanwhile loses its mark and
 *       keeps what they gave it. Without a mark nothing is done: it is not ours that it is stopped.
 *   <li>Not set: nothing is done.
 *   <li>Somebody who starts what is to stay stopped is overruled, with what they gave it kept as what was, but not more than
 *       {@value #MOST_AGAIN} times for one generation of the policy: two controllers that undo each other's work help nobody.
 * </ol>
 */
public record StateRule(WorkloadKind kind, String policy, long generation) {
    static final int MOST_AGAIN = 3;

    /**
     * What comes next.
     *
     * @param present how many of its pods there are, terminating ones included
     * @param ready how many of them are ready
     */
    public StateStep decide(@Nullable State wanted, GenericKubernetesResource workload, int present, int ready) {
        Optional<Mark> mark = Mark.of(workload);
        return switch (wanted) {
            case null ->
                new StateStep.Settled(
                        mark.isPresent()
                                ? "stopped by policy " + mark.get().policy() + "; state: Running starts it again"
                                : "whether it runs is not this policy's business");
            case STOPPED -> stopped(workload, mark, present);
            case RUNNING -> running(workload, mark, present, ready);
        };
    }

    private StateStep stopped(GenericKubernetesResource workload, Optional<Mark> mark, int present) {
        if (kind.isStopped(workload)) {
            return present == 0
                    ? new StateStep.Settled(mark.isPresent() ? "stopped" : "not running, and not by us")
                    : new StateStep.Waiting(true, present + " pods are still ending");
        }
        if (mark.filter(this::isOfThisWish).isEmpty()) {
            return new StateStep.Stop(new Mark(policy, generation, kind.was(workload), 0));
        }
        return mark.get().again() >= MOST_AGAIN
                ? new StateStep.Contested(mark.get())
                : new StateStep.Stop(new Mark(
                        policy, generation, kind.was(workload), mark.get().again() + 1));
    }

    private boolean isOfThisWish(Mark mark) {
        return mark.policy().equals(policy) && mark.generation() == generation;
    }

    private StateStep running(GenericKubernetesResource workload, Optional<Mark> mark, int present, int ready) {
        if (mark.isPresent()) {
            return kind.isStopped(workload) ? new StateStep.Start(mark.get()) : new StateStep.Unmark();
        }
        if (kind.isStopped(workload)) {
            return new StateStep.Settled("not running, but not stopped by us: left as it is");
        }
        if (!isSeen(workload)) {
            return new StateStep.Waiting(false, "its controller has yet to see the change");
        }
        int desired = kind.desiredPods(workload, present);
        return ready >= desired
                ? new StateStep.Settled("running")
                : new StateStep.Waiting(false, ready + " of " + desired + " pods are ready");
    }

    /** Until then, what the status says is of the time before the change. */
    private static boolean isSeen(GenericKubernetesResource workload) {
        Long generation = workload.getMetadata().getGeneration();
        return generation == null
                || !(workload.get("status", "observedGeneration") instanceof Number seen)
                || seen.longValue() >= generation;
    }
}
