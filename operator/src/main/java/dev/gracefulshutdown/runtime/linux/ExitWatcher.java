package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Sees the exit of any number of processes, ours or not: one platform thread, one epoll, a pidfd each. (A virtual thread
 * in a native poll pins its carrier; {@code ProcessHandle.onExit} of a foreign process polls, with a thread each.)
 */
final class ExitWatcher implements AutoCloseable {
    private static final int CONTROL_ADD = 1;
    private static final int CONTROL_DELETE = 2;
    private static final int BATCH = 256;
    private static final long WAKE_UP = 0;

    /**
     * The status is there once the parent has reaped; a parent that never does leaves it Unknown after this. Long, for a
     * busy node's shims reap late when many containers end at once, and a lost exit code is worse than a late one.
     */
    private static final long REAPED_WITHIN = Duration.ofSeconds(3).toNanos();

    private record Watch(Pidfd pidfd, CompletableFuture<ExitStatus> exit) {}

    private record Unreaped(Watch watch, long until) {}

    private final int epoll = check(Libc.epollCreate(), "epoll_create1");
    private final int wakeUp = check(Libc.eventfd(), "eventfd");
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicLong lastToken = new AtomicLong(WAKE_UP);
    private final List<Unreaped> unreaped = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    ExitWatcher() {
        control(CONTROL_ADD, wakeUp, EpollEvents.IN, WAKE_UP);
        thread = Thread.ofPlatform().name("exits").daemon().start(this::watchAll);
    }

    /**
     * Completes when the process is gone; what depends on it runs on the watcher's thread and must be short. Cancelling
     * it lets go of the descriptor.
     *
     * @param isStillThatOne asked once the hold is taken: a PID that was handed out again counts as gone
     */
    CompletableFuture<ExitStatus> watch(ProcessKey process, Predicate<ProcessKey> isStillThatOne) {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        Optional<Pidfd> pidfd = Pidfd.open(process);
        if (pidfd.isEmpty()) {
            exit.complete(new ExitStatus.Unknown());
            return exit;
        }
        if (!isStillThatOne.test(process)) {
            pidfd.get().close();
            exit.complete(new ExitStatus.Unknown());
            return exit;
        }
        long token = lastToken.incrementAndGet();
        Watch watch = new Watch(pidfd.get(), exit);
        watches.put(token, watch);
        control(CONTROL_ADD, watch.pidfd().fd(), EpollEvents.IN | EpollEvents.ONESHOT, token);
        var _ = exit.whenComplete((status, cancelled) -> release(token));
        return exit;
    }

    private void control(int operation, int fd, int mask, long token) {
        try (Arena arena = Arena.ofConfined()) {
            EpollEvents event = new EpollEvents(arena, 1).set(0, mask, token);
            check(Libc.epollControl(epoll, operation, fd, event.memory()), "epoll_ctl");
        }
    }

    /** Once for each, whoever comes first: a number that is closed twice may be somebody else's by then. */
    private void release(long token) {
        Watch watch = watches.remove(token);
        if (watch != null) {
            // By hand: a descriptor that a child of ours has inherited for a moment would keep the registration alive.
            control(CONTROL_DELETE, watch.pidfd().fd(), 0, 0);
            watch.pidfd().close();
        }
    }

    private void watchAll() {
        try (Arena arena = Arena.ofConfined()) {
            EpollEvents events = new EpollEvents(arena, BATCH);
            while (!closed) {
                int count = Libc.epollWait(epoll, events.memory(), BATCH, unreaped.isEmpty() ? -1 : 1);
                if (count < 0 && count != -Libc.EINTR) {
                    throw new IllegalStateException("epoll_wait: errno " + -count);
                }
                for (int i = 0; i < count; i++) {
                    ended(events.data(i));
                }
                askAgain();
            }
        } finally {
            watches.keySet().forEach(this::release);
            Libc.close(wakeUp);
            Libc.close(epoll);
        }
    }

    private void ended(long token) {
        Watch watch = watches.get(token);
        if (watch != null) {
            unreaped.add(new Unreaped(watch, Libc.bootTime() + REAPED_WITHIN));
        }
    }

    private void askAgain() {
        for (Iterator<Unreaped> each = unreaped.iterator(); each.hasNext(); ) {
            Unreaped process = each.next();
            Optional<ExitStatus> status = process.watch().exit().isDone()
                    ? Optional.of(new ExitStatus.Unknown())
                    : process.watch().pidfd().exitStatus();
            if (status.isPresent() || Libc.bootTime() > process.until()) {
                each.remove();
                process.watch().exit().complete(status.orElseGet(ExitStatus.Unknown::new));
            }
        }
    }

    private static int check(int result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + ": errno " + -result);
        }
        return result;
    }

    /** Sees no exits any more; what was watched never completes. */
    @Override
    public void close() {
        closed = true;
        Libc.eventfdWrite(wakeUp);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
