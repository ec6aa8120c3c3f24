package dev.gracefulshutdown.shutdown;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that take what is to be done in its order, and can be held back for a moment. As many as there are processors,
 * for more would be in each other's way while the ends of the first containers want the processors too; more only while all
 * of them wait for somebody, an engine for example.
 */
final class Workers extends ThreadPoolExecutor {
    private static final int MOST = 16;
    private static final int FEW = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST);

    /** Whoever takes nothing new for so long waits for somebody. */
    private static final Duration STANDS_STILL = Duration.ofMillis(20);

    private final ScheduledExecutorService timer;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private int holds;

    Workers(ScheduledExecutorService timer) {
        super(
                FEW,
                MOST,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ladder-", 0).daemon().factory());
        this.timer = timer;
    }

    /** Nothing new is begun until {@link #release} has been called as often. */
    void hold() {
        lock.lock();
        try {
            holds++;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            holds--;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeld() {
        lock.lock();
        try {
            return holds > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void execute(Runnable work) {
        super.execute(work);
        watch();
    }

    /** While anything waits. */
    private void watch() {
        if (getQueue().isEmpty() || !watched.compareAndSet(false, true)) {
            return;
        }
        long seen = begun.get();
        try {
            var _ = timer.schedule(() -> look(seen), STANDS_STILL.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            takeOnAll();
        }
    }

    private void look(long seen) {
        watched.set(false);
        if (getQueue().isEmpty()) {
            setCorePoolSize(FEW);
        } else if (begun.get() == seen && !isHeld()) {
            setCorePoolSize(Math.min(MOST, 2 * getCorePoolSize()));
        }
        watch();
    }

    /** From now on nobody looks any more whether they stand still. */
    void takeOnAll() {
        setCorePoolSize(MOST);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        lock.lock();
        try {
            while (holds > 0) {
                released.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        begun.incrementAndGet();
        super.beforeExecute(thread, work);
    }
}
