package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Processes of this machine as one container. What it reads, it reads from {@code /proc}; what it sends, it sends by pidfd:
 * hold taken, start time and membership read again, then the signal. So no PID that was handed out again is ever hit. The
 * main process's hold is taken, and membership read, when the container is found.
 */
final class LinuxContainer implements Container {
    /** What forks while it is killed is searched again; there must be an end to it. */
    private static final int KILL_AT_MOST = 100_000;

    private final ContainerIdentity identity;
    private final Members members;
    private final ProcFs proc;
    private final ProcessTree tree;
    private final Held main;
    private final CompletableFuture<ExitStatus> exit;
    private final CgroupFiles cgroup;
    private final ConditionProbes probes;
    private final Refusals refusals;
    private volatile boolean killedBefore;

    /**
     * A hold on a container that runs.
     *
     * @param main its main process, found to be a member once it was held; let go of at close
     * @param exit what to tell of its end: what was seen of the main process, or what a better witness (its parent, an
     *     engine) says after it
     */
    LinuxContainer(
            ContainerIdentity identity,
            Members members,
            ProcFs proc,
            CgroupFiles cgroup,
            Held main,
            CompletableFuture<ExitStatus> exit,
            Refusals refusals) {
        this.identity = identity;
        this.members = members;
        this.proc = proc;
        this.tree = new ProcessTree(proc);
        this.cgroup = cgroup;
        this.main = main;
        this.exit = exit;
        this.probes = new ConditionProbes(proc, cgroup, identity.main().pid());
        this.refusals = refusals;
    }

    @Override
    public ContainerIdentity identity() {
        return identity;
    }

    @Override
    public Reading read() {
        int pid = identity.main().pid();
        Reading reading = new Reading(pid, ageMillis(), tree.below(pid));
        // A PID that was handed out again is another's.
        return reading.main().filter(m -> m.key().equals(identity.main())).isPresent()
                ? reading
                : new Reading(pid, ageMillis(), List.of());
    }

    private long ageMillis() {
        return Duration.ofNanos(
                        BootClock.now() - BootClock.ofTicks(identity.main().startTicks()))
                .toMillis();
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        if (process.equals(identity.main())
                && !isOurselves(process.pid())
                && !main.exit().isDone()) {
            // Held since it was found to be this container's: no need to read again what a busy kernel is slow to tell.
            return hasEnded(process.pid()) ? SendResult.GONE : main.send(signal);
        }
        return send(signal, process, pid -> members.contains(proc, pid));
    }

    private SendResult send(Signal signal, ProcessKey process, IntPredicate isOurs) {
        Optional<Pidfd> taken = Pidfd.open(process);
        if (taken.isEmpty()) {
            return SendResult.GONE;
        }
        try (Pidfd pidfd = taken.get()) {
            if (hasEnded(process.pid())) {
                return SendResult.GONE;
            }
            if (proc.isStill(process) && !isOurselves(process.pid()) && isOurs.test(process.pid())) {
                return pidfd.send(signal);
            }
            // One that ended just now belongs to nobody any more.
            if (hasEnded(process.pid())) {
                return SendResult.GONE;
            }
            refusals.count();
            return SendResult.REFUSED;
        }
    }

    /** A zombie would take a signal without a word. */
    private boolean hasEnded(int pid) {
        return proc.stat(pid).filter(s -> !s.hasEnded()).isEmpty();
    }

    private static boolean isOurselves(int pid) {
        return pid == ProcessHandle.current().pid();
    }

    @Override
    public SendResult killAll() {
        Set<ProcessKey> tried = new HashSet<>();
        List<ProcessFacts> below = read().tree();
        SendResult result = killEach(below.stream(), tried, pid -> members.remains(proc, pid));
        // The kernel itself ends all of a PID namespace with its PID 1 (pid_namespaces(7)): no need to search at once.
        // Members of the cgroup that were put there from outside go on, and there may be no second time for them.
        boolean endsAll = !below.isEmpty() && below.getFirst().isNamespaceInit();
        if (endsAll && !killedBefore) {
            killedBefore = true;
            Stream<ProcessFacts> others = cgroup.processes().boxed().flatMap(pid -> proc.facts(pid).stream());
            return result.or(killEach(others, tried, pid -> members.contains(proc, pid)));
        }
        killedBefore = true;
        for (int before = -1; before < tried.size() && tried.size() < KILL_AT_MOST; ) {
            before = tried.size();
            Stream<ProcessFacts> now = members.all(proc).boxed().flatMap(pid -> proc.facts(pid).stream());
            result = result.or(killEach(now, tried, pid -> members.contains(proc, pid)));
        }
        return result;
    }

    private SendResult killEach(Stream<ProcessFacts> processes, Set<ProcessKey> tried, IntPredicate isOurs) {
        return processes
                .map(ProcessFacts::key)
                .filter(tried::add)
                .map(key -> send(Signal.KILL, key, isOurs))
                .reduce(SendResult.GONE, SendResult::or);
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    @Override
    public void prepare(Set<Condition> conditions) {
        probes.prepare(conditions);
    }

    @Override
    public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
        return probes.look(conditions, read());
    }

    @Override
    public long oomKills() {
        return cgroup.oomKills();
    }

    @Override
    public void close() {
        main.close();
    }
}
