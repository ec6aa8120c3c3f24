package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Restart;
import dev.gracefulshutdown.api.Rollout;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.pods.LeanPods;
import dev.gracefulshutdown.operator.policy.Scene.Target;
import dev.gracefulshutdown.operator.restart.Evictions;
import dev.gracefulshutdown.operator.restart.InPlaceRule;
import dev.gracefulshutdown.operator.restart.PodView;
import dev.gracefulshutdown.operator.restart.ReplaceRule;
import dev.gracefulshutdown.operator.restart.RestartStep;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a policy's {@code restartNonce}. The restart is written down before the first pod is touched, with the time
 * until which pods count as old, so that one that goes on after a crash touches no pod twice. That time is the API server's
 * own, of the newest pod; creation times are whole seconds, so the first eviction waits until that second has surely passed.
 */
final class RestartWork {
    private static final Duration NEXT_SECOND = Duration.ofMillis(1_200);
    private static final Duration BUDGET_RETRY = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final int SHOWN = 16;

    private final Evictions evictions;
    private final InPlaceRestart inPlace;
    private final Announcer announcer;
    private final Clock clock;

    RestartWork(Evictions evictions, InPlaceRestart inPlace, Announcer announcer, Clock clock) {
        this.inPlace = inPlace;
        this.evictions = evictions;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Does the next step.
     *
     * @param acts false in a dry run
     */
    void work(GracefulShutdownPolicy policy, Scene scene, boolean acts, Progress progress) throws RefusedException {
        String nonce = policy.getSpec().restartNonce();
        if (progress.nonce() == null) {
            // What is there from the beginning asks for nothing: a policy that is created anew restarts nobody.
            progress.nonce(Objects.requireNonNullElse(nonce, ""));
            return;
        }
        Restart running = running(progress.restart());
        if (nonce != null
                && !nonce.equals(progress.nonce())
                && (running == null || !running.nonce().equals(nonce))) {
            begin(policy, scene, nonce, acts, progress);
        } else if (running != null) {
            goOn(policy, scene, running, acts, progress);
        }
    }

    private static @Nullable Restart running(@Nullable Restart restart) {
        return restart == null || restart.finishedAt() != null ? null : restart;
    }

    private void begin(GracefulShutdownPolicy policy, Scene scene, String nonce, boolean acts, Progress progress)
            throws RefusedException {
        Target target = scene.target().orElseThrow();
        Rollout rollout = rollout(policy);
        if (!target.kind().replacesPods()) {
            throw new RefusedException(
                    Refusal.forGood(
                            Reason.NOT_POSSIBLE,
                            "spec.restartNonce: a " + target.kind().type().kind()
                                    + " is not restarted, for what its pods have done would be done twice; take the field away"));
        }
        if (rollout.method() == Rollout.Method.IN_PLACE) {
            inPlace.check(scene.pods(), progress);
        }
        if (!acts) {
            // Noted as if it were done: whoever lets the policy act later does not ask for what lies behind.
            progress.nonce(nonce);
            announcer.announce(
                    policy,
                    Reason.DRY_RUN,
                    "Would restart " + target.display() + ": " + scene.pods().size() + " pods (restartNonce " + nonce
                            + ")");
            return;
        }
        Instant newest = scene.pods().stream()
                .map(RestartWork::created)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        int pods = scene.pods().size();
        progress.restart(
                new Restart(nonce, clock.instant().truncatedTo(ChronoUnit.MILLIS), newest, pods, 0, null, null));
        progress.again(NEXT_SECOND);
        progress.conditions().reconciling(Reason.RESTARTING, "0 of " + pods + " pods are replaced");
        announcer.announce(
                policy,
                Reason.RESTARTING,
                "Restarting " + target.display() + ": " + pods + " pods, at most " + rollout.maxUnavailable()
                        + " at a time (restartNonce " + nonce + ")");
    }

    private void goOn(GracefulShutdownPolicy policy, Scene scene, Restart running, boolean acts, Progress progress)
            throws RefusedException {
        if (!acts) {
            progress.conditions().ready(Reason.DRY_RUN, "would go on with restart " + running.nonce());
            return;
        }
        Duration passed = Duration.between(running.startedAt(), clock.instant());
        if (!passed.isNegative() && passed.compareTo(NEXT_SECOND) < 0) {
            progress.again(NEXT_SECOND.minus(passed));
            progress.conditions().reconciling(Reason.RESTARTING, "0 of " + running.pods() + " pods are replaced");
            return;
        }
        Target target = scene.target().orElseThrow();
        Rollout rollout = rollout(policy);
        Instant until = Objects.requireNonNullElse(running.podsUntil(), running.startedAt());
        List<PodView> pods = scene.pods().stream().map(RestartWork::view).toList();
        int present = (int) pods.stream().filter(pod -> !pod.terminating()).count();
        int maxUnavailable = Objects.requireNonNullElse(rollout.maxUnavailable(), 1);
        boolean byOrdinal = target.kind().type().kind().equals("StatefulSet");
        int desired = target.kind().desiredPods(target.workload(), present);
        if (rollout.method() == Rollout.Method.IN_PLACE) {
            goOnInPlace(policy, scene, running, new InPlaceRule(maxUnavailable, byOrdinal), desired, progress);
            return;
        }
        RestartStep step = new ReplaceRule(maxUnavailable, byOrdinal).decide(until, desired, pods);
        List<String> old = pods.stream()
                .filter(pod -> !pod.created().isAfter(until))
                .map(PodView::name)
                .toList();
        int done = Math.max(0, running.pods() - old.size());
        String message = done + " of " + running.pods() + " pods are replaced";
        progress.restart(at(running, done, old, null));
        switch (step) {
            case RestartStep.Done() -> done(policy, target, running, progress);
            case RestartStep.Failed _ -> throw new IllegalStateException("an eviction does not fail");
            case RestartStep.Wait(String waiting) -> {
                progress.again(LOOK_AGAIN);
                progress.conditions().reconciling(Reason.RESTARTING, message + "; " + waiting);
            }
            case RestartStep.Next(List<PodView> next) -> {
                boolean all = evict(policy, scene, next);
                progress.again(all ? LOOK_AGAIN : BUDGET_RETRY);
                progress.conditions()
                        .reconciling(
                                all ? Reason.RESTARTING : Reason.DISRUPTION_BUDGET,
                                all ? message : message + "; a PodDisruptionBudget allows no more for now");
            }
        }
    }

    private void done(GracefulShutdownPolicy policy, Target target, Restart running, Progress progress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        progress.restart(at(running, running.pods(), List.of(), now));
        progress.nonce(running.nonce());
        announcer.announce(
                policy, Reason.RESTARTED, "Restarted " + target.display() + " (restartNonce " + running.nonce() + ")");
    }

    private void goOnInPlace(
            GracefulShutdownPolicy policy,
            Scene scene,
            Restart running,
            InPlaceRule rule,
            int desired,
            Progress progress)
            throws RefusedException {
        Instant until = Objects.requireNonNullElse(running.podsUntil(), running.startedAt());
        Map<String, Pod> byName = scene.pods().stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> pod));
        List<InPlaceRule.Sight> pods = scene.pods().stream()
                .map(pod -> view(pod).created().isAfter(until)
                        ? new InPlaceRule.Sight(view(pod), InPlaceRule.State.DONE)
                        : inPlace.sight(pod, view(pod), running.nonce(), running.startedAt()))
                .toList();
        List<String> left = pods.stream()
                .filter(it -> it.state() != InPlaceRule.State.DONE)
                .map(it -> it.pod().name())
                .toList();
        int done = Math.max(0, running.pods() - left.size());
        progress.restart(at(running, done, left, null));
        String message = done + " of " + running.pods() + " pods are restarted in place";
        switch (rule.decide(desired, pods)) {
            case RestartStep.Done() -> done(policy, scene.target().orElseThrow(), running, progress);
            case RestartStep.Failed(PodView pod) ->
                throw new RefusedException(Refusal.forGood(
                        Reason.FAILED,
                        message + "; pod " + pod.name() + " could not be: see Shutdown "
                                + InPlaceRestart.name(pod, running.nonce())
                                + ". Nothing more is restarted; another restartNonce begins anew"));
            case RestartStep.Wait(String waiting) -> {
                progress.again(LOOK_AGAIN);
                progress.conditions().reconciling(Reason.RESTARTING, message + "; " + waiting);
            }
            case RestartStep.Next(List<PodView> next) -> {
                next.forEach(pod -> Optional.ofNullable(byName.get(pod.name()))
                        .ifPresent(it -> inPlace.ask(policy, it, pod, running.nonce())));
                progress.again(LOOK_AGAIN);
                progress.conditions().reconciling(Reason.RESTARTING, message);
            }
        }
    }

    private boolean evict(GracefulShutdownPolicy policy, Scene scene, List<PodView> next) throws RefusedException {
        boolean all = true;
        for (PodView pod : next) {
            all &= evictions.evict(policy.getMetadata().getNamespace(), pod, grace(policy, scene, pod.name()));
        }
        return all;
    }

    /** The ladder's own length, where the pod gives less. */
    private static Optional<Duration> grace(GracefulShutdownPolicy policy, Scene scene, String name)
            throws RefusedException {
        Pod pod = scene.pods().stream()
                .filter(p -> p.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
        Duration given = GraceCheck.given(pod);
        Duration needed = GraceCheck.plans(policy.getSpec(), pod, given).longestMain();
        return needed.compareTo(given) > 0 ? Optional.of(needed) : Optional.empty();
    }

    private static Restart at(Restart running, int done, List<String> old, @Nullable Instant finishedAt) {
        List<String> shown = old.stream().sorted().limit(SHOWN).toList();
        return new Restart(
                running.nonce(),
                running.startedAt(),
                running.podsUntil(),
                running.pods(),
                done,
                shown.isEmpty() ? null : shown,
                finishedAt);
    }

    private static Rollout rollout(GracefulShutdownPolicy policy) {
        Rollout own = policy.getSpec().rollout();
        if (own == null) {
            return Rollout.DEFAULTS;
        }
        return new Rollout(
                own.maxUnavailable() != null ? own.maxUnavailable() : Rollout.DEFAULTS.maxUnavailable(),
                own.method() != null ? own.method() : Rollout.DEFAULTS.method());
    }

    private static PodView view(Pod pod) {
        return new PodView(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                created(pod),
                LeanPods.ready(pod),
                pod.getMetadata().getDeletionTimestamp() != null);
    }

    private static Instant created(Pod pod) {
        return Instant.parse(pod.getMetadata().getCreationTimestamp());
    }
}
