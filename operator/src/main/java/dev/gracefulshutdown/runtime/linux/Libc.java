package dev.gracefulshutdown.runtime.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The kernel calls that Java does not have, by the foreign function API: pidfd_open(2), pidfd_send_signal(2), epoll(7),
 * eventfd(2), clock_gettime(2), ioctl(2) and netlink(7). Each gives the call's result, or the negative errno, as the kernel itself
 * does it. All go by syscall(2), which is one function of one shape: the JVM takes ten milliseconds to link each, at every
 * start, and keeps nothing of it.
 */
final class Libc {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EINVAL = 22;

    private static final int CLOCK_BOOTTIME = 7;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final long NO_SIGNAL_MASK = 0;

    private Libc() {}

    /** After the numbers: a JVM that can't link has a machine that is refused. */
    private static final class Linked {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        static final MethodHandle SYSCALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                        Linker.Option.captureCallState("errno"),
                        Linker.Option.firstVariadicArg(1));
    }

    /** Asked at each call: where they are not known, each is told so in the same words. */
    private static SystemCalls numbers() {
        return SystemCalls.ofThisMachine();
    }

    private static long call(int number, long a, long b, long c, long d) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linked.STATE);
            long result = (long) Linked.SYSCALL.invokeExact(state, (long) number, a, b, c, d, NO_SIGNAL_MASK, 0L);
            return result >= 0 ? result : -(int) Linked.ERRNO.get(state, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall handle throws nothing of its own", e);
        }
    }

    /** A descriptor of this process, close-on-exec by definition. */
    static int pidfdOpen(int pid) {
        return (int) call(numbers().pidfdOpen(), pid, 0, 0, 0);
    }

    static int pidfdSendSignal(int pidfd, int signal) {
        return (int) call(numbers().pidfdSendSignal(), pidfd, signal, 0, 0);
    }

    static int ioctl(int fd, long request, MemorySegment argument) {
        return (int) call(numbers().ioctl(), fd, request, argument.address(), 0);
    }

    static int close(int fd) {
        return (int) call(numbers().close(), fd, 0, 0, 0);
    }

    /** A netlink(7) socket that never blocks: the kernel answers before a write returns. */
    static int netlink(int family) {
        return (int) call(numbers().socket(), AF_NETLINK, SOCK_RAW_CLOEXEC_NONBLOCK, family, 0);
    }

    static int write(int fd, MemorySegment bytes) {
        return (int) call(numbers().write(), fd, bytes.address(), bytes.byteSize(), 0);
    }

    static int read(int fd, MemorySegment into) {
        return (int) call(numbers().read(), fd, into.address(), into.byteSize(), 0);
    }

    /** Nanoseconds since boot, time asleep included. */
    static long bootTime() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            long failed = call(numbers().clockGettime(), CLOCK_BOOTTIME, time.address(), 0, 0);
            if (failed != 0) {
                throw new IllegalStateException("clock_gettime(CLOCK_BOOTTIME): errno " + -failed);
            }
            return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + time.getAtIndex(JAVA_LONG, 1);
        }
    }

    static int eventfd() {
        return (int) call(numbers().eventfd(), 0, EFD_CLOEXEC, 0, 0);
    }

    /** Adds one to the counter of an eventfd. */
    static int eventfdWrite(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return write(fd, arena.allocateFrom(JAVA_LONG, 1));
        }
    }

    static int epollCreate() {
        return (int) call(numbers().epollCreate(), EPOLL_CLOEXEC, 0, 0, 0);
    }

    static int epollControl(int epoll, int operation, int fd, MemorySegment event) {
        return (int) call(numbers().epollControl(), epoll, operation, fd, event.address());
    }

    /** As epoll_wait(2), which newer architectures don't have. */
    static int epollWait(int epoll, MemorySegment events, int most, int timeoutMillis) {
        return (int) call(numbers().epollWait(), epoll, events.address(), most, timeoutMillis);
    }
}
