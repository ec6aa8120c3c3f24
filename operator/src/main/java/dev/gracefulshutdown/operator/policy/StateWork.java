package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Workload;
import dev.gracefulshutdown.api.State;
import dev.gracefulshutdown.operator.policy.Scene.Target;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.workload.Mark;
import dev.gracefulshutdown.operator.workload.ScaledObjects;
import dev.gracefulshutdown.operator.workload.StateRule;
import dev.gracefulshutdown.operator.workload.StateStep;
import dev.gracefulshutdown.operator.workload.Workloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

/** Carries out a policy's {@code state}. */
final class StateWork {
    /** KEDA's objects are not watched: that a cluster may have none would have to be minded. */
    private static final Duration LOOK_FOR_A_PAUSE = Duration.ofSeconds(30);

    private final Workloads workloads;
    private final ScaledObjects scalers;
    private final Announcer announcer;
    private final Clock clock;

    StateWork(Workloads workloads, ScaledObjects scalers, Announcer announcer, Clock clock) {
        this.workloads = workloads;
        this.scalers = scalers;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Does the next step.
     *
     * @param acts false in a dry run
     * @return whether the workload is as the policy wants it, but for pods that may never become ready by themselves
     */
    boolean work(GracefulShutdownPolicy policy, Scene scene, boolean acts, Progress progress) {
        Target target = scene.target().orElseThrow();
        State wanted = policy.getSpec().state();
        StateStep step = rule(policy, target)
                .decide(wanted, target.workload(), scene.pods().size(), scene.ready());
        if (wanted != null) {
            progress.workload(workload(policy, wanted, scene, step));
        }
        boolean asWanted = take(step, policy, target, acts, progress);
        return step instanceof StateStep.Settled || step instanceof StateStep.Waiting
                ? made(policy, scene, acts, progress) && asWanted
                : asWanted;
    }

    private static StateRule rule(GracefulShutdownPolicy policy, Target target) {
        return new StateRule(
                target.kind(),
                policy.getMetadata().getName(),
                policy.getMetadata().getGeneration());
    }

    /** What the workload has made goes the same way, each by itself: more of it may come at any time. */
    private boolean made(GracefulShutdownPolicy policy, Scene scene, boolean acts, Progress progress) {
        boolean asWanted = true;
        for (Target made : scene.made()) {
            StateStep step = rule(policy, made).decide(policy.getSpec().state(), made.workload(), 0, 0);
            if (!(step instanceof StateStep.Settled)) {
                asWanted &= take(step, policy, made, acts, progress);
            }
        }
        return asWanted;
    }

    private boolean take(
            StateStep step, GracefulShutdownPolicy policy, Target target, boolean acts, Progress progress) {
        State wanted = policy.getSpec().state();
        return switch (step) {
            case StateStep.Settled(String message) -> {
                progress.conditions().ready(wanted == State.STOPPED ? Reason.STOPPED : Reason.AS_ASKED, message);
                yield true;
            }
            case StateStep.Waiting(boolean stopping, String message) -> {
                progress.conditions().reconciling(stopping ? Reason.STOPPING : Reason.STARTING, message);
                yield !stopping;
            }
            case StateStep.Contested(Mark mark) -> {
                progress.stuck(Refusal.forGood(
                        Reason.CONTESTED,
                        target.display() + " was started again " + mark.again() + " times by somebody else ("
                                + "kubectl get --show-managed-fields names who wrote it): let spec.state and that one agree,"
                                + " or leave the field to us (docs/gitops.md)"));
                yield false;
            }
            case StateStep.Stop(Mark mark) -> stop(policy, target, mark, acts, progress);
            case StateStep.Start(Mark mark) -> start(policy, target, mark, acts, progress);
            case StateStep.Unmark() -> unmark(target, acts, progress);
        };
    }

    private boolean stop(GracefulShutdownPolicy policy, Target target, Mark mark, boolean acts, Progress progress) {
        Optional<Finding> tooShort = progress.conditions()
                .get(ConditionType.GRACE_SUFFICIENT)
                .filter(finding -> finding.reason() == Reason.GRACE_TOO_SHORT);
        if (tooShort.isPresent()) {
            progress.stuck(Refusal.forGood(
                    Reason.GRACE_TOO_SHORT,
                    "spec.state: not stopped. " + tooShort.get().message()));
            return false;
        }
        Optional<String> scaler = scalers.startingAgain(target.kind().type(), target.workload());
        if (scaler.isPresent()) {
            progress.again(LOOK_FOR_A_PAUSE);
            progress.stuck(Refusal.forGood(
                    Reason.AUTOSCALED,
                    "spec.state: not stopped. ScaledObject " + scaler.get() + " would start " + target.display()
                            + " again; pause it first: kubectl annotate scaledobject " + scaler.get() + " "
                            + ScaledObjects.PAUSED_REPLICAS + "=0"));
            return false;
        }
        if (!acts) {
            progress.conditions().ready(Reason.DRY_RUN, "would stop " + target.display());
            return true;
        }
        workloads.stop(target.kind(), target.workload(), mark);
        announcer.announce(policy, Reason.STOPPING, "Stopping " + target.display());
        announcer.announce(
                target.workload(),
                Reason.STOPPING,
                "Stopped by policy " + policy.getMetadata().getName() + "; state: Running brings back " + words(mark));
        progress.conditions().reconciling(Reason.STOPPING, target.display() + " is told to stop");
        return false;
    }

    private boolean start(GracefulShutdownPolicy policy, Target target, Mark mark, boolean acts, Progress progress) {
        if (!acts) {
            progress.conditions().ready(Reason.DRY_RUN, "would start " + target.display() + " with " + words(mark));
            return true;
        }
        workloads.start(target.kind(), target.workload(), mark);
        announcer.announce(policy, Reason.RESTORED, "Started " + target.display() + " again with " + words(mark));
        progress.conditions().reconciling(Reason.STARTING, "started with " + words(mark));
        return false;
    }

    private boolean unmark(Target target, boolean acts, Progress progress) {
        if (acts) {
            workloads.unmark(target.kind(), target.workload());
        }
        progress.conditions().reconciling(Reason.STARTING, "somebody else has started it: left as it is");
        return false;
    }

    private Workload workload(GracefulShutdownPolicy policy, State wanted, Scene scene, StateStep step) {
        var status = policy.getStatus();
        Workload before = status == null ? null : status.workload();
        Instant since = before != null && before.desired() == wanted && before.since() != null
                ? before.since()
                : clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Mark> mark = switch (step) {
            case StateStep.Stop(Mark ours) -> Optional.of(ours);
            case StateStep.Start _, StateStep.Unmark _ -> Optional.empty();
            default -> Mark.of(scene.target().orElseThrow().workload());
        };
        return new Workload(
                wanted, scene.pods().size(), mark.map(StateWork::words).orElse(null), since);
    }

    private static String words(Mark mark) {
        return mark.was().entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .sorted()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), words -> words.isEmpty() ? "what was" : words));
    }
}
