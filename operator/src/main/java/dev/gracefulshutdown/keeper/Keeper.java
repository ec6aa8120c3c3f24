package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.runtime.docker.Capabilities;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerEvent;
import dev.gracefulshutdown.runtime.docker.Selection;
import dev.gracefulshutdown.runtime.docker.Watch;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Policies on the containers of one host. */
public final class Keeper implements AutoCloseable {
    private static final Duration LOOK_AT_HOLDS = Duration.ofMillis(500);

    /** So long {@link #once} waits for containers that start, before the next one is restarted. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Host host;
    private final News news;
    private final Ladders ladders;
    private final Ends ends;
    private final Reconciler reconciler;
    private final Ears ears;
    private final Loop loop;
    private final Passive passive;
    private final ScheduledExecutorService thread;
    private @Nullable Watch watch;
    private volatile boolean started;
    private volatile Predicate<String> withdrawn = _ -> false;
    private List<String> waitedFor = List.of();
    private long waitedSince;

    /**
     * What a keeper works with.
     *
     * @param hostName as records name the host; empty where there is but one
     * @param policies where they come from
     * @param notes what outlives us
     * @param records where shutdowns that are over go
     * @param news what people are told
     * @param audience who wants to know how the containers fare
     */
    public record Parts(
            Optional<String> hostName,
            PolicySource policies,
            NotesStore notes,
            RecordSink records,
            News news,
            Audience audience) {}

    /** One that does nothing yet. Closes the host with itself. */
    public Keeper(Host host, Parts parts) {
        this.host = host;
        news = parts.news();
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("keeper").daemon().factory());
        Resting resting = new Resting();
        ends = new Ends(parts.records(), news, resting, this::poke);
        ladders = new Ladders(host, new Cause(parts.hostName()), news, ends);
        Deeds deeds = new Deeds(host, ladders, ends, parts.notes(), news);
        reconciler = new Reconciler(
                host, parts.policies(), ladders, resting, deeds, new Announcements(news), parts.audience());
        ears = new Ears(host, ladders, news, thread);
        passive = new Passive(host, ladders, reconciler::policies, news, ears);
        loop = new Loop(thread, this::look, this::listen, news, parts.audience());
    }

    /** What holds now; read anew at each look. */
    public List<Policy> policies() {
        return reconciler.policies();
    }

    private void look() throws IOException {
        resume();
        var _ = reconciler.look();
    }

    /** Looks again soon; before {@link #start} it does nothing. */
    public void poke() {
        if (started) {
            loop.poke();
        }
    }

    /**
     * Does once what the policies say, and waits until it is done.
     *
     * @return what was shut down
     * @throws IOException when what is begun can't be noted: then nothing is
     */
    public List<Shutdown> once() throws IOException {
        var _ = reconciler.readPolicies();
        Reconciler.Looked looked;
        do {
            resume();
            await(Optional.empty());
            looked = reconciler.look();
        } while (looked.begun() || othersAreDone() || areBack(looked.waiting()));
        return ends.over();
    }

    /** Waits for the other processes that stop what we were to do something to; false when there are none. */
    private boolean othersAreDone() {
        boolean any = ladders.waitForOthers();
        while (ladders.waitForOthers()) {
            LockSupport.parkNanos(LOOK_AT_HOLDS.toNanos());
        }
        return any;
    }

    /** One health check may take its time, and there must be an end to it. */
    private boolean areBack(List<String> waiting) {
        if (waiting.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        if (!waiting.equals(waitedFor)) {
            waitedFor = waiting;
            waitedSince = now;
        }
        if (now - waitedSince > LONGEST_START.toNanos()) {
            waiting.forEach(w -> news.tell(Line.warn(w + " after " + LONGEST_START.toMinutes()
                    + " min; look at their health checks, and call it again")));
            ends.notDone();
            return false;
        }
        LockSupport.parkNanos(LOOK_AT_HOLDS.toNanos());
        return true;
    }

    /** Something did not come out as asked, or waits for people. */
    public boolean anyFailed() {
        return ends.anyFailed() || !ladders.busy().isEmpty();
    }

    /**
     * The same, and takes back what an earlier life had begun and nobody wants any more, before more of it is sent.
     *
     * @param withdrawn by container id: what was asked for once
     */
    public void start(Predicate<String> withdrawn) {
        this.withdrawn = withdrawn;
        start();
    }

    /** Keeps doing what the policies say, on threads of its own, after it has taken up what an earlier life had begun. */
    public void start() {
        Capabilities engine = host.docker().capabilities();
        news.tell(Line.info(engine.engine() + " " + engine.version() + " on " + engine.hostName() + " at "
                + host.docker().endpoint()));
        if (!engine.killEventCarriesSignal()) {
            news.tell(Line.warn("stops of others are not joined: the events of " + engine.engine()
                    + " don't say which signal" + " was sent; stop by spec.state, or by graceful stop"));
        }
        var _ = reconciler.readPolicies();
        host.docker().containers(Selection.ALL).forEach(passive::known);
        resume();
        watch = host.docker().watch(this::happened);
        watch.listening().join();
        listen();
        started = true;
        loop.start();
    }

    /** First, for it can't wait; then the look at everything, which can. */
    private void happened(ContainerEvent event) {
        passive.on(event);
        poke();
    }

    private void listen() {
        List<ContainerDetails> containers = host.docker().containers(Selection.ALL);
        ears.listen(containers.stream()
                .map(c -> Assignment.of(c, reconciler.policies()))
                .toList());
    }

    /**
     * Begins what somebody asked for, once.
     *
     * @param listener told of every change, never on the caller's thread
     * @return empty while a ladder of ours runs on that container: one at a time
     * @throws ClaimedException when another process stops it
     * @throws dev.gracefulshutdown.runtime.docker.DockerException when it can't be begun; nothing was sent
     */
    public Optional<RunningShutdown> ask(Order order, Consumer<ShutdownReport> listener) throws ClaimedException {
        return ladders.ask(order, listener);
    }

    /** Whether a ladder runs on a container now, or is about to, whoever asked for it. */
    public boolean isBusy(String containerId) {
        return ladders.isBusy(containerId);
    }

    /**
     * The ladder that somebody asked for on that run of a container, over or not; one of an earlier life of ours, too, once it
     * was gone on with.
     *
     * @param run when that run began
     */
    public Optional<RunningShutdown> asked(String containerId, Optional<Instant> run) {
        return ladders.asked(containerId, run);
    }

    private void resume() {
        ladders.resumeAll(c -> Assignment.of(c, reconciler.policies()).winner(), withdrawn);
    }

    /**
     * Begins nothing more, and waits for what runs.
     *
     * @param most at the most: what is unfinished then goes on at the next start
     * @return whether nothing is left
     */
    public boolean finish(Duration most) {
        stopWatching();
        return await(Optional.of(most));
    }

    private void stopWatching() {
        thread.shutdown();
        Watch open = watch;
        if (open != null) {
            open.close();
            watch = null;
        }
    }

    private boolean await(Optional<Duration> most) {
        long begun = System.nanoTime();
        var running = ladders.unfinished();
        while (!running.isEmpty()) {
            if (most.isPresent() && System.nanoTime() - begun > most.get().toNanos()) {
                return false;
            }
            // A ladder may come to a Hold, which ends for nobody here.
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, LOOK_AT_HOLDS.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> null)
                    .join();
            running = ladders.unfinished();
        }
        return true;
    }

    /** Sends nothing more; what is unfinished is noted. */
    @Override
    public void close() {
        stopWatching();
        host.close();
    }
}
