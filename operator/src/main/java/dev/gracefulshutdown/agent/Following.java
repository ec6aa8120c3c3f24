package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.plan.JoinedLadder;
import dev.gracefulshutdown.policies.PolicyWatch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the kubelet where it does not ask: pods that are older than their policy, and namespaces where hooks are not
 * allowed. It sends the first signal, and the rest is added beside it. A container with a hook of its own gets its first
 * signal when that is over, which nobody tells: it is left to the kubelet.
 */
final class Following implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final PolicyWatch policies;
    private final NodePlans plans;
    private final Ladders ladders;
    private final boolean observeOnly;
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("following-", 0).factory());

    Following(PolicyWatch policies, NodePlans plans, Ladders ladders, boolean observeOnly) {
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
                        .filter(c -> !HandOver.isPrepared(c) && !HandOver.hasOwnHook(c))
                        .forEach(c -> work.execute(() -> follow(now, c, policy))));
    }

    private void follow(Pod pod, Container container, EffectivePolicy policy) {
        try {
            Optional<String> id = PodContainers.id(pod, container.getName()).filter(ladders::isHere);
            if (id.isEmpty()) {
                return;
            }
            Subject subject = Subject.of(pod, container.getName(), id.get(), false, policy);
            Duration given = Duration.ofSeconds(
                    Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 30L));
            var _ = plans.ladder(pod, container, id.get(), policy)
                    .map(ladder -> JoinedLadder.of(ladder, given))
                    .flatMap(ladder -> ladders.join(subject, ladder, ReportRows.stopSignal(pod, container.getName())));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not follow a shutdown; it is left to the kubelet");
        }
    }

    @Override
    public void close() {
        work.shutdownNow();
    }
}
