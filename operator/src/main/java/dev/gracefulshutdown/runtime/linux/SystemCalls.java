package dev.gracefulshutdown.runtime.linux;

/**
 * The numbers of the kernel's calls: x86-64 has its own, all newer architectures share one list (the kernel's
 * {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}).
 *
 * @param eventfd eventfd2
 * @param epollCreate epoll_create1
 * @param epollWait epoll_pwait
 * @param awaitSignal rt_sigtimedwait
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
        int pidfdOpen,
        int awaitSignal) {
    private static final SystemCalls X86_64 = new SystemCalls(0, 1, 3, 16, 41, 228, 290, 291, 233, 281, 424, 434, 128);
    private static final SystemCalls GENERIC = new SystemCalls(63, 64, 57, 29, 198, 113, 19, 20, 21, 22, 424, 434, 137);

    static SystemCalls of(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> X86_64;
            case GENERIC -> GENERIC;
        };
    }

    /** @throws UnsupportedMachineException when they are not known */
    static SystemCalls ofThisMachine() {
        return of(Architecture.ofThisMachine());
    }
}
