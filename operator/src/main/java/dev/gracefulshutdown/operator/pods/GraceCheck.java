package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.api.ContainerOverride;
import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.PodPlans;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.UnknownProfileException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Whether the kubelet gives a policy's pods the time that their ladders take. */
public final class GraceCheck {
    /** {@code terminationGracePeriodSeconds} that is not set. */
    private static final long DEFAULT_SECONDS = 30;

    private GraceCheck() {}

    /**
     * Looks at the pods.
     *
     * @throws RefusedException when the settings make no ladder
     */
    public static Finding of(PolicySpec policy, List<Pod> pods) throws RefusedException {
        checkProfiles(policy);
        for (Pod pod : pods) {
            Duration given = given(pod);
            Duration needed = plans(policy, pod, given).longestMain();
            if (needed.compareTo(given) > 0) {
                long seconds = needed.toSeconds() + (needed.getNano() > 0 ? 1 : 0);
                return Finding.no(
                        Reason.GRACE_TOO_SHORT,
                        "Pod " + pod.getMetadata().getName() + " is given " + Durations.format(given)
                                + ", and its ladder takes " + Durations.format(needed)
                                + ": raise terminationGracePeriodSeconds in the workload's pod template to " + seconds
                                + ", or lower spec.gracePeriod, spec.drainDelay or spec.maxExtension");
            }
        }
        return pods.isEmpty()
                ? Finding.unknown(Reason.GRACE_FITS, "there are no pods to look at")
                : Finding.yes(Reason.GRACE_FITS, "every pod is given the time that its ladder takes");
    }

    /** What can be told before there is a pod. */
    private static void checkProfiles(PolicySpec policy) throws RefusedException {
        checkProfile("spec.profile", policy.settings());
        for (ContainerOverride override : policy.overrides()) {
            checkProfile("spec.containers[" + override.name() + "].profile", override.settings());
        }
    }

    private static void checkProfile(String field, StopSettings settings) throws RefusedException {
        try {
            var _ = ProfileChoice.of(settings, "", List.of());
        } catch (UnknownProfileException e) {
            throw new RefusedException(Refusal.forGood(Reason.INVALID, field + ": " + e.getMessage()));
        }
    }

    /** What a pod gives by itself. */
    public static Duration given(Pod pod) {
        return Duration.ofSeconds(
                Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), DEFAULT_SECONDS));
    }

    /**
     * The ladders of a pod's containers.
     *
     * @param given what the pod gives by itself
     * @throws RefusedException when the settings make no ladder
     */
    public static PodPlans plans(PolicySpec policy, Pod pod, Duration given) throws RefusedException {
        try {
            return PodPlans.of(pod.getSpec(), given, policy::settingsFor);
        } catch (InvalidPlanException e) {
            throw new RefusedException(Refusal.forGood(Reason.INVALID, "spec." + e.field() + ": " + e.getMessage()));
        }
    }
}
