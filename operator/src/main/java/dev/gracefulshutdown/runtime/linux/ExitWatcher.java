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

    private record Unreaped(Held process, long until) {}

    private final int epoll = check(Libc.epollCreate(), "epoll_create1");
    private final int wakeUp = check(Libc.eventfd(), "eventfd");
    private final Map<Long, Held> watches = new ConcurrentHashMap<>();
    private final AtomicLong lastToken = new AtomicLong(WAKE_UP);
    private final List<Unreaped> unreaped = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    ExitWatcher() {
        control(CONTROL_ADD, wakeUp, EpollEvents.IN, WAKE_UP);
        thread = Thread.ofPlatform().name("exits").daemon().start(this::watchAll);
    }

    /**
     * Takes hold of a process.
     *
     * @param isStillThatOne asked once the hold is taken: a PID that was handed out again counts as gone
     */
    Held watch(ProcessKey process, Predicate<ProcessKey> isStillThatOne) {
        Optional<Pidfd> pidfd = Pidfd.open(process);
        if (pidfd.isEmpty()) {
            return Held.nobody();
        }
        if (!isStillThatOne.test(process)) {
            pidfd.get().close();
            return Held.nobody();
        }
        long token = lastToken.incrementAndGet();
        Held held = new Held(pidfd.get());
        watches.put(token, held);
        control(CONTROL_ADD, pidfd.get().fd(), EpollEvents.IN | EpollEvents.ONESHOT, token);
        var _ = held.exit().whenComplete((status, cancelled) -> release(token));
        return held;
    }

    private void control(int operation, int fd, int mask, long token) {
        try (Arena arena = Arena.ofConfined()) {
            EpollEvents event = new EpollEvents(arena, 1).set(0, mask, token);
            check(Libc.epollControl(epoll, operation, fd, event.memory()), "epoll_ctl");
        }
    }

    private void release(long token) {
        Held held = watches.remove(token);
        if (held != null) {
            // By hand: a descriptor that a child of ours has inherited for a moment would keep the registration alive.
            held.release(fd -> control(CONTROL_DELETE, fd, 0, 0));
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
        Held held = watches.get(token);
        if (held != null) {
            unreaped.add(new Unreaped(held, Libc.bootTime() + REAPED_WITHIN));
        }
    }

    private void askAgain() {
        for (Iterator<Unreaped> each = unreaped.iterator(); each.hasNext(); ) {
            Unreaped one = each.next();
            Optional<ExitStatus> status = one.process().exitStatus();
            if (status.isPresent() || Libc.bootTime() > one.until()) {
                each.remove();
                one.process().exit().complete(status.orElseGet(ExitStatus.Unknown::new));
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
