package dev.gracefulshutdown.cli.kit;

import java.io.Serial;

/**
 * What a command could not do, in words for whoever called it: the object, the field where there is one, what is wrong
 * with it and what to do. Printed without a trace.
 */
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final int exitCode;

    private Problem(String message, String remedy, int exitCode) {
        super(message);
        this.remedy = remedy;
        this.exitCode = exitCode;
    }

    /**
     * The caller's input is wrong; exit code 2.
     *
     * @param object a file or a resource: {@code policies/orders.yaml}
     * @param field its path: {@code spec.gracePeriod}
     */
    public static Problem invalid(String object, String field, String what, String remedy) {
        return new Problem(object + ": " + field + ": " + what, remedy, ExitCodes.INVALID);
    }

    /** The same where no field is to blame. */
    public static Problem invalid(String object, String what, String remedy) {
        return new Problem(object + ": " + what, remedy, ExitCodes.INVALID);
    }

    /** The world did not play along; exit code 1. */
    public static Problem failed(String object, String what, String remedy) {
        return new Problem(object + ": " + what, remedy, ExitCodes.FAILED);
    }

    /** The same problem with what caused it, which {@code --debug} shows. */
    public Problem because(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** What the program ends with. */
    public int exitCode() {
        return exitCode;
    }
}
