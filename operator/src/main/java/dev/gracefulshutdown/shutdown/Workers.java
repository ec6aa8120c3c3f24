package dev.gracefulshutdown.shutdown;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Few threads that take what is to be done in its order, and can be held back for a moment. */
final class Workers extends ThreadPoolExecutor {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private int holds;

    Workers(int threads) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ladder-", 0).daemon().factory());
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
        super.beforeExecute(thread, work);
    }
}
