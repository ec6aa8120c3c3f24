package dev.gracefulshutdown.runtime.linux;

import java.util.Set;

/**
 * The numbers of the kernel's calls: x86-64 has its own, all newer architectures share one list (the kernel's
 * {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}).
 *
 * @param eventfd eventfd2
 * @param epollCreate epoll_create1
 * @param epollWait epoll_pwait
 */
record SystemCalls(
        int read,
        int write,
        int close,
        int ioctl,
        int socket,
        int clockGettime,
        int eventfd,
        int epollCreate,
        int epollControl,
        int epollWait,
        int pidfdSendSignal,
        int pidfdOpen) {
    private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

    /** @param architecture as Java names it */
    static SystemCalls of(String architecture) {
        return X86_64.contains(architecture)
                ? new SystemCalls(0, 1, 3, 16, 41, 228, 290, 291, 233, 281, 424, 434)
                : new SystemCalls(63, 64, 57, 29, 198, 113, 19, 20, 21, 22, 424, 434);
    }
}
