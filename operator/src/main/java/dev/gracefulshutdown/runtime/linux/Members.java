package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.runtime.ProcStat;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which processes are a container's. */
sealed interface Members {
    /** All that are members now. */
    IntStream all(ProcFs proc);

    /** Asked again between taking hold of a process and signalling it. */
    boolean contains(ProcFs proc, int pid);

    /**
     * Asked of one that was a member a moment ago, is still the same process, and whose relatives are being killed: a
     * member unless something shows that it has left.
     */
    boolean remains(ProcFs proc, int pid);

    /** All processes of the container's cgroup: its main process's tree, exec sessions, probes, hooks. */
    record OfCgroup(String containerId) implements Members {
        @Override
        public IntStream all(ProcFs proc) {
            return proc.pids().filter(pid -> contains(proc, pid));
        }

        @Override
        public boolean contains(ProcFs proc, int pid) {
            return proc.containerId(pid).filter(containerId::equals).isPresent();
        }

        @Override
        public boolean remains(ProcFs proc, int pid) {
            return contains(proc, pid);
        }
    }

    /** A process and its descendants, where no cgroup of its own holds them. */
    record OfTree(ProcessKey main) implements Members {
        private static final int DEEPEST = 100_000;

        @Override
        public IntStream all(ProcFs proc) {
            return new ProcessTree(proc).below(main.pid()).stream().mapToInt(ProcessFacts::pid);
        }

        @Override
        public boolean contains(ProcFs proc, int pid) {
            int at = pid;
            long childStartedAt = Long.MAX_VALUE;
            for (int hops = 0; at > 1 && hops < DEEPEST; hops++) {
                if (at == main.pid()) {
                    return proc.isStill(main);
                }
                Optional<ProcStat> stat = proc.stat(at);
                // No parent is younger than its child: where it is, its PID was handed out again while we climbed.
                if (stat.isEmpty() || stat.get().startTicks() > childStartedAt) {
                    return false;
                }
                childStartedAt = stat.get().startTicks();
                at = stat.get().parentPid();
            }
            return false;
        }

        /** Without a PID namespace of their own orphans go to another parent at once, and no chain leads here any more. */
        @Override
        public boolean remains(ProcFs proc, int pid) {
            return true;
        }
    }
}
