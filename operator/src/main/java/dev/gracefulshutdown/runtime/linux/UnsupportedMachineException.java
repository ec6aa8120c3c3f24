package dev.gracefulshutdown.runtime.linux;

import java.io.Serial;

/** Nothing is known of this machine's kernel calls, so none is made: no process can be held or signalled here. */
public final class UnsupportedMachineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param architecture as Java names it */
    public UnsupportedMachineException(String architecture) {
        super("no signals can be sent on %s: the kernel's calls are known for x86-64, arm64, riscv64 and loongarch64"
                .formatted(architecture));
    }
}
