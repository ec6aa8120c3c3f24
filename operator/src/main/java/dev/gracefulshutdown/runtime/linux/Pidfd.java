package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.SendResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A hold on one process that no other can slip into when the PID is handed out again
 * (<a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>).
 */
final class Pidfd implements AutoCloseable {
    /** {@code _IOWR(0xFF, 11, struct pidfd_info)} with the structure's first published size (kernel's uapi/linux/pidfd.h). */
    private static final long PIDFD_GET_INFO = 0xC040FF0BL;

    private static final long INFO_SIZE = 64;
    private static final long EXIT_CODE_AT = 60;
    private static final long PIDFD_INFO_EXIT = 1 << 3;

    private final int fd;

    private Pidfd(int fd) {
        this.fd = fd;
    }

    /**
     * Takes hold of whoever has the PID now; whether that is the one that was meant is to be read afterwards.
     *
     * @return empty when there is no such process: the PID is free, or a thread of another process has it by now
     * @throws IllegalStateException when the kernel refuses for another reason (no pidfd before 5.3, no descriptors left)
     */
    static Optional<Pidfd> open(ProcessKey key) {
        int fd = Libc.pidfdOpen(key.pid());
        if (fd == -Libc.ESRCH || fd == -Libc.EINVAL || fd == -Libc.ENOENT) {
            return Optional.empty();
        }
        if (fd < 0) {
            throw new IllegalStateException("pidfd_open(" + key.pid() + "): errno " + -fd);
        }
        return Optional.of(new Pidfd(fd));
    }

    int fd() {
        return fd;
    }

    /** pidfd_send_signal(2). A dead process that nobody has reaped yet takes it without a word. */
    SendResult send(Signal signal) {
        int result = Libc.pidfdSendSignal(fd, signal.number());
        return switch (-result) {
            case 0 -> SendResult.DELIVERED;
            case Libc.ESRCH -> SendResult.GONE;
            case Libc.EPERM -> SendResult.NOT_PERMITTED;
            default -> throw new IllegalStateException("pidfd_send_signal(" + signal + "): errno " + -result);
        };
    }

    /**
     * How it ended; empty until its parent has reaped it. Unknown where the kernel can't tell: before 6.15 it forgets, and
     * before 6.13 it has no such call.
     */
    Optional<ExitStatus> exitStatus() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_SIZE, 8);
            // The kernel looks for the exit first and for the process then: one that is reaped in between has neither,
            // once.
            boolean told = tellsExit(info);
            if (!told) {
                told = tellsExit(info);
            }
            if (!told) {
                return Optional.of(new ExitStatus.Unknown());
            }
            boolean known = (info.get(ValueLayout.JAVA_LONG, 0) & PIDFD_INFO_EXIT) != 0;
            return known ? Optional.of(decode(info.get(ValueLayout.JAVA_INT, EXIT_CODE_AT))) : Optional.empty();
        }
    }

    private boolean tellsExit(MemorySegment info) {
        info.set(ValueLayout.JAVA_LONG, 0, PIDFD_INFO_EXIT);
        return Libc.ioctl(fd, PIDFD_GET_INFO, info) >= 0;
    }

    /** A wait status as in wait(2): the signal in the low seven bits, else the exit code above them. */
    private static ExitStatus decode(int waitStatus) {
        int signal = waitStatus & 0x7f;
        return signal == 0 ? new ExitStatus.Code(waitStatus >> 8 & 0xff) : new ExitStatus.Killed(new Signal(signal));
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
