package dev.gracefulshutdown.ladder;

/**
 * One process and no other that is given its PID later: PID and start time together, both as the host sees them.
 *
 * @param pid the PID in the reader's PID namespace; never 1 or less: an engine says 0 for a container between two starts,
 *     and {@code kill(0)} would hit our own process group
 * @param startTicks {@code starttime} of {@code /proc/PID/stat}, clock ticks since boot
 */
public record ProcessKey(int pid, long startTicks) {
    /** @throws IllegalArgumentException for a PID of 1 or less */
    public ProcessKey {
        if (pid <= 1) {
            throw new IllegalArgumentException("never a target: PID " + pid);
        }
    }
}
