package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.plan.JoinedLadder;
import dev.gracefulshutdown.policies.PolicyWatch;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the kubelet where it does not ask: pods that are older than their policy, and namespaces where hooks are not
 * allowed. It sends the first signal, and the rest is added beside it. A container with a hook of its own gets its first
 * signal when that is over; where nobody can tell when that is, nothing is added, and only its end is recorded.
 */
final class Following implements AutoCloseable {
    /** The kubelet gives that much after any hook (Kubernetes, "Container Lifecycle Hooks"). */
    private static final Duration LEAST_AFTER_HOOK = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final PolicyWatch policies;
    private final NodePlans plans;
    private final Ladders ladders;
    private final OwnHooks hooks;
    private final Bystander bystander;
    private final boolean observeOnly;
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("following-", 0).factory());

    Following(
            PolicyWatch policies,
            NodePlans plans,
            Ladders ladders,
            OwnHooks hooks,
            Bystander bystander,
            boolean observeOnly) {
        this.hooks = hooks;
        this.bystander = bystander;
        this.policies = policies;
        this.plans = plans;
        this.ladders = ladders;
        this.observeOnly = observeOnly;
    }

    /** A pod as it was, where it was known, and as it is. */
    void changed(Optional<Pod> before, Pod now) {
        if (observeOnly
                || !NodePlans.isDeleted(now)
                || before.filter(NodePlans::isDeleted).isPresent()) {
            return;
        }
        policies.of(now, now.getMetadata().getNamespace())
                .filter(policy -> policy.mode() == Mode.ENFORCE)
                .ifPresent(policy -> PodContainers.mains(now).stream()
                        .filter(c -> !HandOver.isPrepared(c))
                        .forEach(c -> work.execute(() -> follow(now, c, policy, before.isPresent()))));
    }

    /**
     * A container that the kubelet stops.
     *
     * @param given how long it is given in all
     */
    private record Stop(Pod pod, Container container, EffectivePolicy policy, Subject subject, Duration given) {
        Instant begun() {
            return Instant.parse(pod.getMetadata().getDeletionTimestamp()).minus(given);
        }

        Duration left() {
            Duration left = given.minus(Duration.between(begun(), Instant.now()));
            return left.compareTo(LEAST_AFTER_HOOK) < 0 ? LEAST_AFTER_HOOK : left;
        }
    }

    /** @param fromTheBeginning whether we have seen it before it was deleted */
    private void follow(Pod pod, Container container, EffectivePolicy policy, boolean fromTheBeginning) {
        try {
            Optional<String> id = PodContainers.id(pod, container.getName()).filter(ladders::isHere);
            if (id.isEmpty()) {
                return;
            }
            Duration given = Duration.ofSeconds(
                    Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 30L));
            Subject subject = Subject.of(pod, container.getName(), id.get(), false, policy);
            Stop stop = new Stop(pod, container, policy, subject, given);
            if (HandOver.hasOwnHook(container)) {
                followHook(stop, fromTheBeginning);
            } else {
                var _ = join(stop, given);
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not follow a shutdown; it is left to the kubelet");
        }
    }

    /** @param end when the kubelet's own SIGKILL comes, from now on */
    private Optional<RunningShutdown> join(Stop stop, Duration end) {
        return plans.ladder(stop.pod(), stop.container(), stop.subject().containerId(), stop.policy())
                .map(ladder -> JoinedLadder.of(ladder, end))
                .flatMap(ladder -> ladders.join(
                        stop.subject(),
                        ladder,
                        ReportRows.stopSignal(stop.pod(), stop.container().getName())));
    }

    private void followHook(Stop stop, boolean fromTheBeginning) {
        if (ladders.isRunning(stop.subject().containerId())) {
            // Taken up after a crash of ours.
            return;
        }
        CompletableFuture<ExitStatus> end = ladders.gone(stop.subject().containerId());
        bystander.begin(stop.subject(), stop.begun());
        if (!fromTheBeginning || !joinAfterHook(stop, end)) {
            bystander.tell(stop.subject(), end.join(), stop.begun());
        }
    }

    private boolean joinAfterHook(Stop stop, CompletableFuture<ExitStatus> end) {
        try {
            return hooks.await(stop.container(), stop.subject().containerId(), stop.begun(), end)
                    && join(stop, stop.left()).isPresent();
        } catch (InterruptedException e) {
            // We are ending: the next one tells of its end.
            Thread.currentThread().interrupt();
            return true;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not follow a shutdown after its own hook; only its end is recorded");
            return false;
        }
    }

    @Override
    public void close() {
        work.shutdownNow();
    }
}
