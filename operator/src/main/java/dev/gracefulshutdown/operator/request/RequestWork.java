package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.PodRef;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.pods.LeanPods;
import dev.gracefulshutdown.operator.request.RequestRule.Facts;
import dev.gracefulshutdown.operator.request.RequestRule.Sight;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Begins a request: pins its pod, and deletes it once, or hands it to the agent of its node. */
final class RequestWork {
    /** A pod that changes all the time, as one that crashes does, lets few deletions of a state that was seen come to pass. */
    private static final int ATTEMPTS = 8;

    private static final Duration NEWS = Duration.ofMillis(500);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final Pin pins;
    private final Deletions deletions;
    private final Orders orders;
    private final Queue queue;
    private final Function<Pod, List<Shutdown>> open;
    private final Announcer announcer;
    private final Clock clock;

    /** @param open the requests for a pod that are not finished */
    RequestWork(
            KubernetesClient client,
            Pin pins,
            Orders orders,
            Queue queue,
            Function<Pod, List<Shutdown>> open,
            Announcer announcer,
            Clock clock) {
        this.queue = queue;
        this.open = open;
        this.client = client;
        this.pins = pins;
        this.deletions = new Deletions(client);
        this.orders = orders;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Goes as far as it gets.
     *
     * @return when to look again
     * @throws RefusedException when it can't be done; nothing was touched
     */
    Optional<Duration> begin(Shutdown request, PodRef ref, Account account) throws RefusedException {
        Optional<String> pin = InPlace.podUid(request);
        boolean first = pin.isEmpty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Pod> pod = Optional.ofNullable(client.pods()
                    .inNamespace(request.getMetadata().getNamespace())
                    .withName(ref.name())
                    .get());
            RequestStep step = RequestRule.decide(
                    new Facts(Optional.ofNullable(ref.uid()), pin, false, pod.map(RequestWork::sight)));
            switch (step) {
                case RequestStep.Gone(String message) -> {
                    account.gone("pod " + ref.name() + ": " + message, clock.instant());
                    return Optional.empty();
                }
                case RequestStep.Pin(String uid) -> {
                    Order order = order(request, pod.orElseThrow());
                    if (order.dryRun().isPresent()) {
                        account.dryRun(order, order.dryRun().get(), clock.instant());
                        return Optional.empty();
                    }
                    if (order.isInPlace() && sight(pod.get()).terminating()) {
                        throw isDeleted(pod.get());
                    }
                    Optional<String> node =
                            Optional.ofNullable(pod.get().getSpec().getNodeName());
                    if (order.isInPlace() && node.isEmpty()) {
                        account.gone("the pod has not been given a node: nothing of it runs", clock.instant());
                        return Optional.empty();
                    }
                    account.pinned(pins.set(request, uid, node.filter(_ -> order.isInPlace())));
                    pin = Optional.of(uid);
                }
                case RequestStep.Begin() -> {
                    Order order = order(request, pod.orElseThrow());
                    if (order.isInPlace()) {
                        return handOut(request, pod.get(), order, account);
                    }
                    Instant now = clock.instant();
                    if (deletions.delete(pod.get(), order.grace())) {
                        begun(request, pod.get(), order, now, account);
                        return Optional.empty();
                    }
                }
                case RequestStep.Follow() -> {
                    follow(request, pod.orElseThrow(), first, account);
                    return Optional.empty();
                }
                case RequestStep.Finish() -> {
                    account.finished(false, clock.instant());
                    return Optional.empty();
                }
            }
        }
        account.pending("pod " + ref.name() + " changes all the time; its deletion is tried again");
        return Optional.of(NEWS);
    }

    private Order order(Shutdown request, Pod pod) throws RefusedException {
        return orders.of(request, pod);
    }

    /**
     * Gives it to the agent of the pod's node, when it is its turn.
     *
     * @return when to look again
     */
    private Optional<Duration> handOut(Shutdown request, Pod pod, Order order, Account account) {
        String uid = pod.getMetadata().getUid();
        Optional<Shutdown> before = queue.before(account.request(), uid, open.apply(pod));
        if (before.isPresent()) {
            account.waiting("waits for Shutdown " + before.get().getMetadata().getName()
                    + ": one at a time is carried out in a pod");
            return Optional.of(NEXT_LOOK);
        }
        String node = pod.getSpec().getNodeName();
        account.handedTo(node, order);
        String what = "shut down " + String.join(", ", order.inPlace()) + " in place";
        String by = order.policy().map(policy -> " (" + policy.display() + ")").orElse("");
        announcer.announce(request, Reason.STOPPING, "The agent of node " + node + " is to " + what + by);
        announcer.announce(
                pod,
                Reason.STOPPING,
                "Shutdown " + request.getMetadata().getName() + " was requested: the agent is to " + what + by);
        return Optional.of(AgentsWork.TAKEN_WITHIN);
    }

    private static RefusedException isDeleted(Pod pod) {
        return new RefusedException(Refusal.forGood(
                Reason.NOT_POSSIBLE,
                "pod " + pod.getMetadata().getName()
                        + " is being deleted, and its containers end with it: nothing is shut down in place any more. Where"
                        + " its shutdown is held, release the Shutdown that records it"));
    }

    private void begun(Shutdown request, Pod pod, Order order, Instant now, Account account) {
        String grace = Durations.format(order.grace());
        account.begun(Optional.of(order), now, now.plus(order.grace()));
        tellMissing(order, pod, account);
        account.underWay(
                order.kill() ? Reason.KILLING : Reason.STOPPING,
                order.kill()
                        ? "deleted with the shortest grace period there is, 1s: the stop signal, then SIGKILL"
                        : "deleted with a grace period of " + grace);
        String by = order.policy().map(policy -> " (" + policy.display() + ")").orElse("");
        announcer.announce(
                request,
                Reason.STOPPING,
                "Deleting pod " + pod.getMetadata().getName() + " with a grace period of " + grace + by);
        announcer.announce(
                pod,
                Reason.STOPPING,
                "Shutdown " + request.getMetadata().getName() + " was requested: containers have " + grace
                        + " until SIGKILL" + by);
    }

    /** Of a deletion that is under way already: ours, if a crash came between it and the record. */
    private void follow(Shutdown request, Pod pod, boolean others, Account account) throws RefusedException {
        Optional<Order> order = Optional.empty();
        try {
            order = Optional.of(order(request, pod));
        } catch (RefusedException e) {
            // It is under way whatever the policy says by now.
        }
        if (order.filter(Order::isInPlace).isPresent()) {
            throw isDeleted(pod);
        }
        Instant end = Instant.parse(pod.getMetadata().getDeletionTimestamp());
        Duration grace = Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds())
                .map(Duration::ofSeconds)
                .orElseGet(() -> GraceCheck.given(pod));
        account.begun(order, end.minus(grace), end);
        order.ifPresent(it -> tellMissing(it, pod, account));
        if (others) {
            String message =
                    "the pod was being deleted by somebody else: that deletion is followed, with its grace period of "
                            + Durations.format(grace);
            account.underWay(Reason.JOINED, message);
            announcer.announce(request, Reason.JOINED, message);
        } else {
            account.underWay(
                    order.filter(Order::kill).isPresent() ? Reason.KILLING : Reason.STOPPING,
                    "deleted with a grace period of " + Durations.format(grace));
        }
    }

    private static void tellMissing(Order order, Pod pod, Account account) {
        List<String> missing = order.missing();
        if (!missing.isEmpty()) {
            account.missing("not done, for there is no agent on node "
                    + Objects.requireNonNullElse(pod.getSpec().getNodeName(), "(none yet)") + ": "
                    + String.join("; ", missing));
        }
    }

    private static Sight sight(Pod pod) {
        return new Sight(
                pod.getMetadata().getUid(),
                LeanPods.isOver(pod),
                pod.getMetadata().getDeletionTimestamp() != null);
    }
}
