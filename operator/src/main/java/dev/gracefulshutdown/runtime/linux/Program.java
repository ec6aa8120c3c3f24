package dev.gracefulshutdown.runtime.linux;

import java.util.List;

/**
 * What a process runs.
 *
 * @param comm {@code /proc/PID/comm}
 * @param arguments {@code /proc/PID/cmdline}, split at its NULs; empty when it may not be read
 */
public record Program(String comm, List<String> arguments) {
    public Program {
        arguments = List.copyOf(arguments);
    }
}
