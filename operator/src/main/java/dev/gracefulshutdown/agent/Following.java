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

    /** @param fromTheBeginning whether we have seen it before it was deleted */
    private void follow(Pod pod, Container container, EffectivePolicy policy, boolean fromTheBeginning) {
        try {
            Optional<String> id = PodContainers.id(pod, container.getName()).filter(ladders::isHere);
            if (id.isEmpty()) {
                return;
            }
            Subject subject = Subject.of(pod, container.getName(), id.get(), false, policy);
            Duration given = Duration.ofSeconds(
                    Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 30L));
            if (HandOver.hasOwnHook(container)) {
                followHook(pod, container, policy, subject, given, fromTheBeginning);
            } else {
                var _ = join(pod, container, policy, subject, given);
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not follow a shutdown; it is left to the kubelet");
        }
    }

    private Optional<RunningShutdown> join(
            Pod pod, Container container, EffectivePolicy policy, Subject subject, Duration given) {
        return plans.ladder(pod, container, subject.containerId(), policy)
                .map(ladder -> JoinedLadder.of(ladder, given))
                .flatMap(ladder -> ladders.join(subject, ladder, ReportRows.stopSignal(pod, container.getName())));
    }

    private void followHook(
            Pod pod,
            Container container,
            EffectivePolicy policy,
            Subject subject,
            Duration given,
            boolean fromTheBeginning) {
        if (ladders.isRunning(subject.containerId())) {
            // Taken up after a crash of ours.
            return;
        }
        Instant deletedAt =
                Instant.parse(pod.getMetadata().getDeletionTimestamp()).minus(given);
        CompletableFuture<ExitStatus> end = ladders.gone(subject.containerId());
        bystander.begin(subject, deletedAt);
        if (!fromTheBeginning || !joinAfterHook(pod, container, policy, subject, deletedAt, given, end)) {
            bystander.tell(subject, end.join(), deletedAt);
        }
    }

    private boolean joinAfterHook(
            Pod pod,
            Container container,
            EffectivePolicy policy,
            Subject subject,
            Instant deletedAt,
            Duration given,
            CompletableFuture<ExitStatus> end) {
        try {
            if (!hooks.await(container, subject.containerId(), deletedAt, end)) {
                return false;
            }
            Duration left = given.minus(Duration.between(deletedAt, Instant.now()));
            Duration atLeast = left.compareTo(LEAST_AFTER_HOOK) < 0 ? LEAST_AFTER_HOOK : left;
            return join(pod, container, policy, subject, atLeast).isPresent();
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
