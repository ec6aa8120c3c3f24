package dev.gracefulshutdown.runtime.linux;

/** The machines whose kernel is called here, by what differs between them. */
enum Architecture {
    X86_64,

    /** Those that share the kernel's {@code asm-generic} headers: arm64, riscv64, loongarch64. */
    GENERIC;

    private static final String THIS_MACHINE = System.getProperty("os.arch");

    /**
     * As Java names it. Another's numbers would make other calls, with whatever they do.
     *
     * @throws UnsupportedMachineException for all that are not known
     */
    static Architecture named(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "riscv64", "loongarch64" -> GENERIC;
            default -> throw new UnsupportedMachineException(name);
        };
    }

    /** @throws UnsupportedMachineException when it is not known */
    static Architecture ofThisMachine() {
        return named(THIS_MACHINE);
    }
}
