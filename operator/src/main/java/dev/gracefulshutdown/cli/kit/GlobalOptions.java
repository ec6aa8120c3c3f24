package dev.gracefulshutdown.cli.kit;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of the program that every command takes, before its name or after. */
public final class GlobalOptions {
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColorModeChoice.class,
            arity = "1",
            scope = ScopeType.INHERIT,
            description = "Use colour: ${COMPLETION-CANDIDATES}. auto: on a terminal, unless NO_COLOR is set.")
    private ColorMode color = ColorMode.AUTO;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the whole trace of an error (or GRACEFUL_DEBUG=1).")
    private boolean debug;

    /** When to use colour. */
    public ColorMode color() {
        return color;
    }

    /** Traces are wanted. */
    public boolean debug() {
        return debug;
    }
}
