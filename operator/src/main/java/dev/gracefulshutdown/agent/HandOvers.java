package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.policies.PolicyWatch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a hand-over: the kubelet asks, and waits.
 *
 * <ol>
 *   <li>No such handle, no policy, a policy that only looks on, a plan that makes no ladder: answered at once; the kubelet
 *       sends its own signal then.
 *   <li>A sidecar's hook is called at once, but it is asked in its turn.
 *   <li>A second call for the same run of a container waits for the ladder that runs.
 *   <li>The answer comes when the ladder is over.
 * </ol>
 */
final class HandOvers implements HookServer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(HandOvers.class);
    private static final Duration STATUS_LAG = Duration.ofSeconds(3);

    private final NodePods pods;
    private final PolicyWatch policies;
    private final NodePlans plans;
    private final Ladders ladders;
    private final Turns turns;
    private final FirstSignals firstSignals;
    private final boolean observeOnly;

    HandOvers(
            NodePods pods,
            PolicyWatch policies,
            NodePlans plans,
            Ladders ladders,
            MeterRegistry metrics,
            boolean observeOnly) {
        this.firstSignals = new FirstSignals(metrics);
        this.pods = pods;
        this.policies = policies;
        this.plans = plans;
        this.ladders = ladders;
        this.turns = new Turns(ladders);
        this.observeOnly = observeOnly;
    }

    @Override
    public boolean handOver(HandOver.Call call) {
        Instant called = Instant.now();
        Optional<Pod> known = pods.byHandle(call.handle());
        if (known.isEmpty()) {
            LOG.atWarn().log("a call with a handle of no pod on this node");
            return false;
        }
        // The kubelet may have heard of a deletion before we did.
        Pod pod = NodePlans.isDeleted(known.get())
                ? known.get()
                : pods.fresh(known.get()).orElseGet(known::get);
        Optional<Container> container = PodContainers.named(pod, call.container());
        Optional<EffectivePolicy> policy = policies.of(pod, pod.getMetadata().getNamespace())
                .filter(it -> !observeOnly && it.mode() == Mode.ENFORCE);
        if (container.isPresent() && policy.isPresent()) {
            handOver(pod, container.get(), policy.get(), called);
        }
        return true;
    }

    private void handOver(Pod pod, Container container, EffectivePolicy policy, Instant called) {
        Optional<String> containerId = runningId(pod, container.getName());
        if (containerId.isEmpty()) {
            return;
        }
        Instant due = turns.await(pod, container.getName()) ? Instant.now() : called;
        Subject subject = Subject.of(pod, container.getName(), containerId.get(), true, policy);
        plans.ladder(pod, container, containerId.get(), policy)
                .flatMap(ladder -> ladders.start(subject, ladder))
                .ifPresent(shutdown -> firstSignals.count(due, shutdown.done().join()));
    }

    /** A container that was started a moment ago may not stand in the pod's status yet. */
    private Optional<String> runningId(Pod pod, String container) {
        return Turns.seen(
                STATUS_LAG,
                () -> pods.byUid(pod.getMetadata().getUid())
                        .flatMap(now -> PodContainers.id(now, container))
                        .filter(ladders::isHere));
    }
}
