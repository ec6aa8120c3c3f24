package dev.gracefulshutdown.runtime;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;

/**
 * What we need of {@code /proc/PID/status}
 * (<a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>).
 *
 * @param namespacePid the last of {@code NSpid}: the PID in the innermost PID namespace; where the kernel does not show it
 *     (before 4.1), the PID itself
 */
public record ProcStatus(
        String name,
        char state,
        int pid,
        int parentPid,
        int namespacePid,
        int threads,
        SignalSet blocked,
        SignalSet ignored,
        SignalSet caught) {

    private static final Signal SEGMENT_FAULT = new Signal(11);

    /**
     * Reads the file's text.
     *
     * @throws IllegalArgumentException when it is none, or has no masks: some sandboxes (gVisor) show none
     */
    public static ProcStatus parse(String file) {
        String state = field(file, "State");
        if (state.isEmpty()) {
            throw new IllegalArgumentException("not a /proc/PID/status");
        }
        int pid = Integer.parseInt(field(file, "Pid"));
        String namespacePids = field(file, "NSpid");
        return new ProcStatus(
                field(file, "Name"),
                state.charAt(0),
                pid,
                Integer.parseInt(field(file, "PPid")),
                namespacePids.isEmpty() ? pid : Integer.parseInt(lastWord(namespacePids)),
                Integer.parseInt(field(file, "Threads")),
                SignalSet.parse(field(file, "SigBlk")),
                SignalSet.parse(field(file, "SigIgn")),
                SignalSet.parse(field(file, "SigCgt")));
    }

    /** Nobody who waits for signals blocks this one: what a fault raises ends the process, blocked or not. */
    public boolean blocksEverything() {
        return blocked.contains(SEGMENT_FAULT);
    }

    /** The kernel escapes newlines in names, so no program can forge a line. */
    private static String field(String file, String name) {
        String key = name + ":";
        int at = file.startsWith(key) ? 0 : file.indexOf("\n" + key) + 1;
        if (at == 0 && !file.startsWith(key)) {
            return "";
        }
        int end = file.indexOf('\n', at);
        return file.substring(at + key.length(), end < 0 ? file.length() : end).strip();
    }

    private static String lastWord(String text) {
        return text.substring(1 + Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')));
    }
}
