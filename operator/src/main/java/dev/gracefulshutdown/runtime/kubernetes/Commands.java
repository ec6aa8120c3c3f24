package dev.gracefulshutdown.runtime.kubernetes;

import java.util.List;

/** What is run inside a container: reads of {@code /proc}, nothing else. */
final class Commands {
    /** More than a database has, and few enough for one answer. */
    private static final int MOST_PROCESSES = 300;

    /**
     * POSIX sh and cat. Processes of other containers, where PIDs are shared, are told by their cgroup; it is read by the
     * shell itself, for a whole node's processes are too many to start a cat for each. Our own shell is left out.
     */
    private static final String SCRIPT = """
            cgroup() { c=; while IFS= read -r l; do c="$c$l "; done <"$1/cgroup"; }
            cat /proc/uptime
            [ "$0" = all ] || { cgroup /proc/$$; own=$c; }
            n=0
            for d in /proc/[0-9]*; do
              [ "$d" != /proc/$$ ] || continue
              [ "$0" = all ] || { cgroup $d && [ "$c" = "$own" ]; } || continue
              n=$((n + 1)); [ $n -le MOST ] || break
              echo; echo "@${d#/proc/}"; cat $d/status $d/stat $d/cmdline
            done 2>/dev/null
            :
            """.replace("MOST", Integer.toString(MOST_PROCESSES));

    private Commands() {}

    /**
     * Every process of the container.
     *
     * @param ownPids it has a PID namespace of its own, so that all that is to be seen is its own
     */
    static List<String> all(boolean ownPids) {
        return List.of("sh", "-c", SCRIPT, ownPids ? "all" : "cgroup");
    }

    /** PID 1 alone, for images without a shell. */
    static List<String> first() {
        return List.of("cat", "/proc/uptime", "/proc/1/status", "/proc/1/stat", "/proc/1/cmdline");
    }

    /** What {@link #first} printed, in the form of {@link #all}; what that printed as it is. */
    static String marked(String output) {
        return output.contains("\n@") ? output : output.replaceFirst("\n", "\n@1\n");
    }
}
