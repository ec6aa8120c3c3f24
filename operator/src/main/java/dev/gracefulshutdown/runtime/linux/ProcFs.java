package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.runtime.ProcStat;
import dev.gracefulshutdown.runtime.ProcStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kernel's view of all processes: {@code /proc} of the PID namespace that we live in. Nothing here signals anybody. */
final class ProcFs {
    private static final int SETTLES_WITHIN_READINGS = 10;
    private static final long SETTLES = Duration.ofMillis(2).toNanos();

    private final String root;
    private final InitNames inits;

    /** As {@code /proc/PID/syscall} begins then. */
    private final String awaitsSignal = SystemCalls.ofThisMachine().awaitSignal() + " ";

    ProcFs(Path root, InitNames inits) {
        this.root = root.toString();
        this.inits = inits;
    }

    String bootId() {
        return ProcFile.read(root + "/sys/kernel/random/boot_id")
                .orElse("unknown")
                .strip();
    }

    /** Every process, by PID. */
    IntStream pids() {
        String[] names = Path.of(root).toFile().list((dir, name) -> isNumber(name));
        if (names == null) {
            throw new UncheckedIOException(new IOException(root + ": can't be listed"));
        }
        return Arrays.stream(names).mapToInt(Integer::parseInt);
    }

    private static boolean isNumber(String name) {
        return Character.isDigit(name.charAt(0));
    }

    /** Empty when there is no such process. */
    Optional<ProcStat> stat(int pid) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/stat").map(ProcStat::parse);
    }

    /** It is the very process, and not another that was given its PID; a zombie still is. */
    boolean isStill(ProcessKey process) {
        return stat(process.pid())
                .filter(s -> s.startTicks() == process.startTicks())
                .isPresent();
    }

    Optional<Cgroups> cgroups(int pid) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/cgroup").map(Cgroups::parse);
    }

    /** Whose container it is in; empty for a process of the host, or one that is gone. */
    Optional<String> containerId(int pid) {
        return cgroups(pid).flatMap(Cgroups::containerId);
    }

    /** Empty when there is no such process, or its masks may not be read. */
    Optional<ProcStatus> status(int pid) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/status").map(ProcStatus::parse);
    }

    /** What is known of it; empty when it is gone or a zombie. Masks that we may not read make it Unknown. */
    Optional<ProcessFacts> facts(int pid) {
        Optional<ProcStat> stat = stat(pid).filter(s -> !s.hasEnded() && pid > 1);
        if (stat.isEmpty()) {
            return Optional.empty();
        }
        ProcessKey key = new ProcessKey(pid, stat.get().startTicks());
        try {
            return settledStatus(pid).map(s -> facts(key, s));
        } catch (ProcFile.AccessDenied e) {
            return Optional.of(unreadable(key, stat.get()));
        }
    }

    /**
     * While a shell or a C library starts a program it has everything blocked for a moment (vfork, posix_spawn). Taken at
     * its word it would seem to hear all signals, so it is read again.
     */
    private Optional<ProcStatus> settledStatus(int pid) {
        Optional<ProcStatus> status = Optional.empty();
        for (int i = 0; i < SETTLES_WITHIN_READINGS; i++) {
            status = ProcFile.read(root + "/" + pid + "/status").map(ProcStatus::parse);
            if (status.filter(s -> s.blocksEverything() && !inits.isInit(s.name()))
                    .isEmpty()) {
                return status;
            }
            LockSupport.parkNanos(SETTLES);
        }
        return status;
    }

    private ProcessFacts facts(ProcessKey key, ProcStatus status) {
        return new ProcessFacts(
                key,
                status.parentPid(),
                status.namespacePid(),
                status.name(),
                status.state(),
                status.caught(),
                status.blocked(),
                status.ignored(),
                forwards(status),
                true);
    }

    private static ProcessFacts unreadable(ProcessKey key, ProcStat stat) {
        return new ProcessFacts(
                key,
                stat.parentPid(),
                key.pid(),
                "?",
                stat.state(),
                SignalSet.NONE,
                SignalSet.NONE,
                SignalSet.NONE,
                false,
                false);
    }

    /**
     * By name; a PID 1 that catches nothing is looked at more closely, for tini may be called anything. And whoever waits
     * for signals, PID 1 or not, even if it catches others: the kernel shows nothing blocked meanwhile.
     */
    private boolean forwards(ProcStatus status) {
        if (inits.isInit(status.name())) {
            return true;
        }
        boolean looksDeaf = status.namespacePid() == 1 && status.caught().equals(SignalSet.NONE);
        if (looksDeaf && inits.isInit(programName(status.pid()))) {
            return true;
        }
        return status.state() == 'S' && status.blocked().equals(SignalSet.NONE) && waitsForSignals(status.pid());
    }

    /** The basename of {@code argv[0]}; empty for a kernel thread. */
    private String programName(int pid) {
        String program = arguments(pid).findFirst().orElse("");
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** {@code argv}, as the process shows it; empty when it may not be read. */
    Stream<String> arguments(int pid) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/cmdline").stream()
                .flatMap(line -> Arrays.stream(line.split("\0")));
    }

    private boolean waitsForSignals(int pid) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/syscall")
                .filter(call -> call.startsWith(awaitsSignal))
                .isPresent();
    }

    /** The states of all its threads by thread id, or empty when it is gone or they may not be read. */
    List<ThreadState> threads(int pid) {
        String[] ids = Path.of(root, Integer.toString(pid), "task").toFile().list();
        return ids == null
                ? List.of()
                : Arrays.stream(ids).flatMap(id -> thread(pid, id).stream()).toList();
    }

    private Optional<ThreadState> thread(int pid, String id) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/task/" + id + "/stat")
                .map(ProcStat::parse)
                .map(stat -> new ThreadState(Integer.parseInt(id), stat.startTicks(), stat.state()));
    }

    /** One thread and what it does. */
    record ThreadState(int id, long startTicks, char state) {}

    /** The children of one process; empty when it is gone or the kernel shows no such file (CONFIG_PROC_CHILDREN). */
    Optional<List<Integer>> children(int pid) {
        String[] threads = Path.of(root, Integer.toString(pid), "task").toFile().list();
        if (threads == null) {
            return Optional.empty();
        }
        List<Optional<String>> files = Arrays.stream(threads)
                .map(t -> ProcFile.readIfAllowed(root + "/" + pid + "/task/" + t + "/children"))
                .toList();
        if (files.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(files.stream()
                .flatMap(Optional::stream)
                .flatMap(f -> Arrays.stream(f.split(" ")))
                .map(String::strip)
                .filter(p -> !p.isEmpty())
                .map(Integer::valueOf)
                .toList());
    }

    /** Of the network namespace that this process lives in; {@code tcp} or {@code tcp6}. */
    Optional<String> sockets(int pid, String protocol) {
        return ProcFile.readIfAllowed(root + "/" + pid + "/net/" + protocol);
    }
}
