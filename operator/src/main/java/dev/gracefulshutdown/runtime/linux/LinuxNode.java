package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.ProcStatus;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine: where its containers' processes are found, by cgroup, whatever runtime started them. */
public final class LinuxNode implements AutoCloseable {
    private static final int NOBODY = 0;

    private final ProcFs proc;
    private final CgroupFolders cgroups;
    private final String bootId;
    private final ExitWatcher exits = new ExitWatcher();
    private final Refusals refusals = new Refusals();
    private final KnownMains mains = new KnownMains();

    /** What the kernel shows under {@code /proc} and {@code /sys/fs/cgroup}. */
    public LinuxNode(InitNames inits) {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"), inits);
    }

    LinuxNode(Path procMount, Path cgroupMount, InitNames inits) {
        this.proc = new ProcFs(procMount, inits);
        this.cgroups = new CgroupFolders(cgroupMount);
        this.bootId = proc.bootId();
        warmUp();
    }

    /** The first foreign calls of a JVM take a tenth of a second, which must not fall on somebody's first step. */
    private void warmUp() {
        int ourselves = (int) ProcessHandle.current().pid();
        key(ourselves).flatMap(Pidfd::open).ifPresent(Pidfd::close);
        new ProcessTree(proc).below(ourselves);
        BootClock.now();
    }

    /** The ids of all containers that have a process here now. */
    public Set<String> containerIds() {
        return proc.pids()
                .boxed()
                .flatMap(pid -> proc.containerId(pid).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The container of this id.
     *
     * @return empty when no process of it is here
     */
    public Optional<Container> container(String containerId) {
        return container(containerId, NOBODY);
    }

    /**
     * The same, without a search through all processes where somebody says who its main process is.
     *
     * @param supposedMain a hint, which may be wrong
     */
    public Optional<Container> container(String containerId, int supposedMain) {
        Members members = new Members.OfCgroup(containerId);
        return main(containerId, supposedMain, members)
                .map(found -> hold(
                        new ContainerIdentity(bootId, containerId, found),
                        members,
                        filesOf(containerId, found),
                        same()));
    }

    /** Whether the container of this id has a process here. */
    public boolean isHere(String containerId) {
        return main(containerId, NOBODY, new Members.OfCgroup(containerId)).isPresent();
    }

    private Optional<ProcessKey> main(String containerId, int supposedMain, Members members) {
        Optional<ProcessKey> main = confirmed(supposedMain, members)
                .or(() -> mains.of(containerId).filter(known -> isStill(known, members)))
                .or(() -> mainOf(members));
        main.ifPresent(found -> mains.remember(containerId, found));
        return main;
    }

    private boolean isStill(ProcessKey process, Members members) {
        return proc.isStill(process) && members.contains(proc, process.pid());
    }

    /**
     * What a container runs: its main process's program, or what a forwarding init started first.
     *
     * @return empty when no process of it is here
     */
    public Optional<Program> program(String containerId) {
        return program(containerId, NOBODY);
    }

    /**
     * The same, without a search through all processes where somebody says who its main process is.
     *
     * @param supposedMain its main process, a hint, which may be wrong
     * @return empty when no process of it is here
     */
    public Optional<Program> program(String containerId, int supposedMain) {
        try (Container container = container(containerId, supposedMain).orElse(null)) {
            return container == null
                    ? Optional.empty()
                    : served(container.read())
                            .map(p -> new Program(
                                    p.name(), proc.arguments(p.pid()).toList()));
        }
    }

    /**
     * All processes of a container: what hangs below its main process, and what was put beside it by exec sessions, probes and
     * hooks. A ladder reads the former alone, which takes no look at every process of the machine.
     *
     * @return empty when no process of it is here
     */
    public Optional<Reading> everything(String containerId) {
        return container(containerId).map(container -> {
            try (container) {
                Reading tree = container.read();
                Set<Integer> known =
                        tree.processes().stream().map(ProcessFacts::pid).collect(Collectors.toSet());
                Stream<ProcessFacts> others = new Members.OfCgroup(containerId)
                        .all(proc)
                        .filter(pid -> !known.contains(pid))
                        .boxed()
                        .flatMap(pid -> proc.facts(pid).stream());
                List<ProcessFacts> all =
                        Stream.concat(tree.processes().stream(), others).toList();
                return new Reading(tree.mainPid(), tree.mainAgeMillis(), all);
            }
        });
    }

    private static Optional<ProcessFacts> served(Reading reading) {
        return reading.main()
                .flatMap(main -> main.forwarder()
                        ? reading.tree().stream()
                                .filter(p -> p.parentPid() == main.pid())
                                .min(Comparator.comparingLong(p -> p.key().startTicks()))
                                .or(reading::main)
                        : Optional.of(main));
    }

    /**
     * A process and its descendants as a container, where no cgroup of its own holds them.
     *
     * @param name its id in records
     * @param witness who can tell how it ended once it has, as a rule its parent: given what we saw, to be refined
     * @return empty when there is no such process
     */
    public Optional<Container> process(
            String name, int pid, Function<CompletableFuture<ExitStatus>, CompletableFuture<ExitStatus>> witness) {
        return key(pid).map(main ->
                hold(new ContainerIdentity(bootId, name, main), new Members.OfTree(main), CgroupFiles.none(), witness));
    }

    /**
     * The same run of the same container as before a crash of ours.
     *
     * @return empty when it has ended, or the machine was booted since
     */
    public Optional<Container> again(ContainerIdentity identity) {
        if (!isOfThisBoot(identity) || !proc.isStill(identity.main())) {
            return Optional.empty();
        }
        boolean ofCgroup = proc.containerId(identity.main().pid())
                .filter(identity.containerId()::equals)
                .isPresent();
        return Optional.of(
                ofCgroup
                        ? hold(
                                identity,
                                new Members.OfCgroup(identity.containerId()),
                                filesOf(identity.containerId(), identity.main()),
                                same())
                        : hold(identity, new Members.OfTree(identity.main()), CgroupFiles.none(), same()));
    }

    /** Whether the machine was not booted since. */
    public boolean isOfThisBoot(ContainerIdentity identity) {
        return identity.bootId().equals(bootId);
    }

    /** {@code argv}, as the process shows it; empty when it is gone or may not be read. */
    public List<String> commandLine(int pid) {
        return proc.arguments(pid).toList();
    }

    private CgroupFiles filesOf(String containerId, ProcessKey main) {
        return proc.cgroups(main.pid()).map(of -> cgroups.of(containerId, of)).orElseGet(CgroupFiles::none);
    }

    private static Function<CompletableFuture<ExitStatus>, CompletableFuture<ExitStatus>> same() {
        return Function.identity();
    }

    private Container hold(
            ContainerIdentity identity,
            Members members,
            CgroupFiles files,
            Function<CompletableFuture<ExitStatus>, CompletableFuture<ExitStatus>> witness) {
        Held main = exits.watch(identity.main(), process -> isStill(process, members));
        return new LinuxContainer(identity, members, proc, files, main, witness.apply(main.exit()), refusals);
    }

    /** PID 1 of the container's own PID namespace, started from outside: there is but one. */
    private Optional<ProcessKey> confirmed(int pid, Members members) {
        boolean isMain = pid > 1
                && members.contains(proc, pid)
                && proc.status(pid)
                        .filter(s -> s.namespacePid() == 1 && !members.contains(proc, s.parentPid()))
                        .isPresent();
        return isMain ? key(pid) : Optional.empty();
    }

    /**
     * Of those that were started from outside: PID 1 of a PID namespace, and where the container shares one, the oldest,
     * for exec sessions and probes come later. A PID 1 that was started from inside is a sandbox of the container's own.
     */
    private Optional<ProcessKey> mainOf(Members members) {
        Map<Integer, ProcStatus> all = members.all(proc)
                .boxed()
                .flatMap(pid -> proc.status(pid).stream())
                .collect(Collectors.toMap(ProcStatus::pid, Function.identity(), (a, b) -> a));
        return all.values().stream()
                .filter(p -> !all.containsKey(p.parentPid()))
                .flatMap(p -> key(p.pid()).map(key -> new Candidate(p.namespacePid() == 1, key)).stream())
                .min(Comparator.comparing((Candidate c) -> !c.first())
                        .thenComparingLong(c -> c.key().startTicks())
                        .thenComparingInt(c -> c.key().pid()))
                .map(Candidate::key);
    }

    private record Candidate(boolean first, ProcessKey key) {}

    private Optional<ProcessKey> key(int pid) {
        return pid <= 1 ? Optional.empty() : proc.stat(pid).map(s -> new ProcessKey(pid, s.startTicks()));
    }

    /** How many signals the re-check before each has held back since our start. */
    public long refusals() {
        return refusals.total();
    }

    /** Sees no exits any more; processes are left alone. */
    @Override
    public void close() {
        exits.close();
    }
}
