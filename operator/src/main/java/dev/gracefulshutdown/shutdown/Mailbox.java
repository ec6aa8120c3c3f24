package dev.gracefulshutdown.shutdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Messages taken one after another, on whichever worker is free, so that what they share needs no locks. One that fails,
 * by whatever error, takes neither the others nor the worker with it.
 */
final class Mailbox {
    private final Executor workers;
    private final Consumer<Throwable> failed;
    private final Deque<Runnable> messages = new ArrayDeque<>();
    private boolean scheduled;

    Mailbox(Executor workers, Consumer<Throwable> failed) {
        this.workers = workers;
        this.failed = failed;
    }

    void post(Runnable message) {
        synchronized (messages) {
            messages.add(message);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        workers.execute(this::takeOne);
    }

    /** Before all others that wait; to be called by a message. */
    void postFirst(Runnable message) {
        synchronized (messages) {
            messages.addFirst(message);
        }
    }

    /** One at a time, and back to the end of the queue: where many begin at once, all are looked at before one is signalled. */
    private void takeOne() {
        try {
            next().run();
        } catch (Throwable e) {
            failed.accept(e);
        }
        synchronized (messages) {
            scheduled = !messages.isEmpty();
            if (!scheduled) {
                return;
            }
        }
        workers.execute(this::takeOne);
    }

    private Runnable next() {
        synchronized (messages) {
            return messages.remove();
        }
    }
}
