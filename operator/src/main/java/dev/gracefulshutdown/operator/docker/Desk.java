package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.keeper.Troubles;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.runtime.docker.DockerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests for the containers of one host. Safe for several threads.
 *
 * <ol>
 *   <li>The engine is asked on a thread of the desk's own, so that a host that hangs holds nobody else up: whoever looks gets
 *       what is known, and is woken when more is.
 *   <li>A request that could not be looked at for half a minute before it was begun is given up: it is for now.
 *   <li>A request that is taken away ends its ladder: nothing more is sent.
 * </ol>
 */
final class Desk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An engine's answer is waited for that long at the most. */
    private static final Duration LAST_CALL = Duration.ofSeconds(11);

    private static final Duration LAST_NOTE = Duration.ofSeconds(3);

    private final String host;
    private final Supplier<Optional<HostTrouble>> trouble;
    private final BiFunction<String, String, Optional<Shutdown>> requests;
    private final BiFunction<String, String, Optional<Shutdown>> certain;
    private final Consumer<Shutdown> wake;
    private final Clock clock;
    private final Map<String, RequestCase> cases = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable RequestLadders ladders;

    /**
     * One that waits for its host.
     *
     * @param trouble why the host can't be reached
     * @param requests those that there are, by namespace and name
     * @param certain the same, as the API server has it now
     * @param wake told of a request that stands otherwise than before
     */
    Desk(
            String host,
            Supplier<Optional<HostTrouble>> trouble,
            BiFunction<String, String, Optional<Shutdown>> requests,
            BiFunction<String, String, Optional<Shutdown>> certain,
            Consumer<Shutdown> wake,
            Clock clock) {
        this.host = host;
        this.trouble = trouble;
        this.requests = requests;
        this.certain = certain;
        this.wake = wake;
        this.clock = clock;
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("docker-desk-" + host).daemon().factory());
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The host is there, and what an earlier life had begun goes on. */
    void opened(RequestLadders opened) {
        ladders = opened;
        cases.values().forEach(this::poke);
    }

    /** The host is gone: what runs is noted, and found again when it is back. */
    void closed() {
        ladders = null;
        try {
            // What is under way on our thread may still write what is the next one's then.
            thread.submit(() -> cases.values().forEach(it -> it.ladder(null)))
                    .get(LAST_CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // We are ending.
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not awaited", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How a request stands, as far as it is known. */
    Standing look(Shutdown request) {
        RequestCase it = cases.computeIfAbsent(request.getMetadata().getUid(), _ -> new RequestCase(request));
        it.request(request);
        poke(it);
        return it.standing();
    }

    private void poke(RequestCase it) {
        if (!it.isOver() && it.enqueue()) {
            execute(() -> {
                it.dequeued();
                visit(it);
            });
        }
    }

    private void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // We are ending: whoever leads next looks at it.
        }
    }

    private void visit(RequestCase it) {
        if (isSettled(it.uid(), it.request())) {
            return;
        }
        RequestLadders present = ladders;
        Standing now;
        try {
            now = present == null ? away(it) : stand(present, it);
        } catch (RefusedException e) {
            now = new Standing.Refused(e.refusal());
        } catch (ClaimedException e) {
            now = new Standing.Waiting(
                    Reason.WAITING_FOR_ITS_TURN, Objects.requireNonNullElse(e.getMessage(), "claimed"));
        } catch (DockerException e) {
            now = patient(it, HostTrouble.of(e).reason(), "Docker host " + host + ": " + Troubles.of(e));
        } catch (IOException | RuntimeException e) {
            LOG.debug("a request can't be carried out", e);
            now = patient(it, Reason.API_ERROR, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        if (it.stands(now)) {
            wake.accept(it.request());
        }
    }

    private Standing stand(RequestLadders present, RequestCase it)
            throws RefusedException, ClaimedException, IOException {
        Standing now = present.stand(it, () -> poke(it));
        it.untroubled();
        return now;
    }

    private Standing away(RequestCase it) {
        Optional<HostTrouble> why = trouble.get();
        return why.isEmpty() && isPassing(it)
                ? it.standing()
                : patient(
                        it,
                        why.map(HostTrouble::reason).orElse(Reason.HOST_UNREACHABLE),
                        "Docker host " + host + ": " + why.map(HostTrouble::why).orElse("it has not answered yet"));
    }

    /** One that has begun goes on when the host is back, however long that takes. */
    private Standing patient(RequestCase it, Reason reason, String why) {
        return switch (it.standing()) {
            case Standing.Running running -> running;
            case Standing other
            when InPlace.phase(it.request()) == Phase.RUNNING || isPassing(it) ->
                new Standing.Waiting(reason, why + "; it is tried again");
            default ->
                new Standing.Refused(Refusal.forGood(
                        reason, why + "; it is given up after " + PATIENCE.toSeconds() + " s. Request it anew then"));
        };
    }

    private boolean isPassing(RequestCase it) {
        Instant now = clock.instant();
        return Duration.between(it.troubledSince(now), now).compareTo(PATIENCE) < 0;
    }

    private void tick() {
        try {
            cases.values().removeIf(it -> isSettled(it.uid(), it.request()));
            cases.values().forEach(this::poke);
            RequestLadders present = ladders;
            if (present != null) {
                present.tidy(this::isSettled, this::isWithdrawn);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("to be tidied up later", e);
        }
    }

    private boolean isSettled(String uid, Shutdown request) {
        return isSettled(
                uid, request.getMetadata().getNamespace(), request.getMetadata().getName());
    }

    /** It was taken away, or its status says how it ended. */
    private boolean isSettled(String uid, String namespace, String name) {
        return isSettled(requests.apply(namespace, name), uid);
    }

    private static boolean isSettled(Optional<Shutdown> there, String uid) {
        return there.filter(it -> it.getMetadata().getUid().equals(uid))
                .filter(it -> InPlace.phase(it) != Phase.FINISHED)
                .isEmpty();
    }

    /**
     * Whether a request was taken away. What we have heard of is not enough to cancel by: the API server itself is asked.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it does not answer
     */
    boolean isWithdrawn(String uid, String namespace, String name) {
        return isSettled(uid, namespace, name)
                && certain.apply(namespace, name)
                        .filter(it -> it.getMetadata().getUid().equals(uid))
                        .isEmpty();
    }

    /** The same, or it tells of its end: nothing that was begun for it is to go on. */
    boolean isDoneWith(String uid, String namespace, String name) {
        return isSettled(uid, namespace, name) && isSettled(certain.apply(namespace, name), uid);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_NOTE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("not awaited");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
