package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.LadderRun;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs many ladders at once on few threads: one timer, some workers, one journal. */
public final class ShutdownRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownRunner.class);

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);
    private static final Duration TELLS_WITHIN = Duration.ofSeconds(2);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    private final LongSupplier bootClock;
    private final Journal journal;
    private final Workers workers;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService aside = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("ladder-aside-", 0).factory());
    private final AtomicInteger deeds = new AtomicInteger();
    private final Map<String, RunningShutdown> running = new ConcurrentHashMap<>();

    /**
     * A runner that is ready.
     *
     * @param bootClock CLOCK_BOOTTIME in nanoseconds
     * @param journal closed by its owner, after this
     */
    public ShutdownRunner(LongSupplier bootClock, Journal journal) {
        this.bootClock = bootClock;
        this.journal = journal;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("ladder-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        this.workers = new Workers(timer);
    }

    /**
     * Starts a shutdown; a second call with the same id joins the one that runs.
     *
     * @param container closed when the shutdown is over
     * @param listener told of every change, never on the caller's thread
     */
    public RunningShutdown start(
            String id, Container container, Ladder ladder, HearingMemory memory, Consumer<ShutdownReport> listener) {
        return start(id, container, ladder, memory, listener, Optional.empty());
    }

    /**
     * Joins a shutdown that somebody else began.
     *
     * @param sent what the other one has sent to the main process: it is not sent again
     */
    public RunningShutdown join(
            String id,
            Container container,
            Ladder ladder,
            HearingMemory memory,
            Signal sent,
            Consumer<ShutdownReport> listener) {
        return start(id, container, ladder, memory, listener, Optional.of(sent));
    }

    /**
     * Starts many in one moment: what they do begins when all of them are there, so that the first ones' ends don't keep the
     * last ones waiting for their first signals.
     *
     * @param starts calls {@link #start}, {@link #join} or {@link #resume}, on this thread
     */
    public void together(Runnable starts) {
        workers.hold();
        try {
            starts.run();
        } finally {
            workers.release();
        }
    }

    private RunningShutdown start(
            String id,
            Container container,
            Ladder ladder,
            HearingMemory memory,
            Consumer<ShutdownReport> listener,
            Optional<Signal> sent) {
        long startedAt = now();
        LadderRun run = new LadderRun(ladder, startedAt, memory);
        JournalEntry begun = new JournalEntry(
                id,
                container.identity(),
                container.notes(),
                ladder,
                startedAt,
                run.progress(),
                memory.snapshot(),
                JournalEntry.Stage.RUNNING);
        return launch(begun, container, run, listener, sent);
    }

    /**
     * Goes on with what an earlier life of ours had begun: asking steps at most once, SIGKILL at least once, the end
     * unmoved.
     *
     * @param container the same run of the same container; the caller has compared the identity
     */
    public RunningShutdown resume(JournalEntry entry, Container container, Consumer<ShutdownReport> listener) {
        HearingMemory memory = new HearingMemory();
        entry.ears().forEach(memory::remember);
        LadderRun run = new LadderRun(entry.ladder(), entry.startedAt(), memory, entry.progress());
        return launch(entry, container, run, listener, Optional.empty());
    }

    /** Notes that there is nothing left to resume: the container is gone, or it is another one by now. */
    public CompletableFuture<Void> abandon(JournalEntry entry) {
        return journal.write(entry.at(entry.progress(), entry.ears(), JournalEntry.Stage.FINISHED));
    }

    private RunningShutdown launch(
            JournalEntry begun,
            Container container,
            LadderRun run,
            Consumer<ShutdownReport> listener,
            Optional<Signal> sent) {
        RunningShutdown fresh = new RunningShutdown(begun, container, run, this, listener);
        RunningShutdown chosen =
                running.merge(begun.id(), fresh, (other, ours) -> other.report().finished() ? ours : other);
        if (chosen != fresh) {
            container.close();
        } else if (begun.stage() == JournalEntry.Stage.SETTLING) {
            fresh.settleOnly();
        } else {
            // Before anything else is done, or it might be sent again.
            sent.ifPresent(fresh::sentByOther);
            fresh.start();
        }
        return chosen;
    }

    /** The shutdowns that are not finished. */
    public Map<String, RunningShutdown> running() {
        return Map.copyOf(running);
    }

    long now() {
        return bootClock.getAsLong();
    }

    Journal journal() {
        return journal;
    }

    void execute(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            // We are closing: what is unfinished stands in the journal.
        }
    }

    Future<?> schedule(long at, Runnable work) {
        try {
            // The timer stands still while the machine sleeps, our clock does not: an early call does no harm.
            long wait = Math.clamp(at - now(), 0, LONGEST_SLEEP.toNanos());
            return timer.schedule(work, wait, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    void forget(String id, RunningShutdown shutdown) {
        running.remove(id, shutdown);
    }

    /** Work that may take long. */
    void aside(Runnable work) {
        try {
            aside.execute(work);
        } catch (RejectedExecutionException e) {
            // We are closing: what is unfinished stands in the journal.
        }
    }

    /** An intent is being written down: what follows is done before we close. */
    void deedBegins() {
        deeds.incrementAndGet();
    }

    void deedEnds() {
        deeds.decrementAndGet();
    }

    /**
     * Stops driving. What was written down as sent is sent before, for it would be sent by no later life of ours; nothing
     * more is sent when this returns. What is unfinished can be resumed from the journal.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.takeOnAll();
        aside.shutdown();
        long until = System.nanoTime() + CLOSES_WITHIN.toNanos();
        try {
            // What ended just now is told, and its entry closed.
            var _ = aside.awaitTermination(TELLS_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            while (deeds.get() > 0 && System.nanoTime() < until) {
                LockSupport.parkNanos(1_000_000);
            }
            workers.shutdown();
            if (!workers.awaitTermination(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                LOG.warn("closed while a signal was being sent");
            }
        } catch (InterruptedException e) {
            workers.shutdown();
            Thread.currentThread().interrupt();
        }
    }
}
