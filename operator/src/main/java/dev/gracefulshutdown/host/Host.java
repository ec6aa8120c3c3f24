package dev.gracefulshutdown.host;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.JoinedLadder;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerContainer;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.DockerHost;
import dev.gracefulshutdown.runtime.docker.LocalProcesses;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.JournalEntry;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Docker host with the ladders that run there. Safe for several threads. */
public final class Host implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final CompletableFuture<LinuxNode> node;
    private final DockerHost docker;
    private final Journal journal;
    private final ShutdownRunner runner;
    private final Plans plans;
    private final Baselines baselines;
    private final Claims claims;
    private final List<JournalEntry> unfinished;

    private Host(CompletableFuture<LinuxNode> node, DockerHost docker, Journal journal, Claims claims) {
        this.node = node;
        this.docker = docker;
        this.journal = journal;
        this.runner = new ShutdownRunner(BootClock::now, journal);
        this.plans = new Plans(docker, node::join);
        this.baselines = new Baselines();
        this.claims = claims;
        this.unfinished = new ArrayList<>(journal.unfinished());
    }

    /**
     * Connects.
     *
     * @param command what we are, for those whose way we are in: {@code graceful stop}
     * @param stateFolder where what runs is noted, so that a successor can go on with it; empty to note nothing
     * @throws DockerException when no engine answers there
     * @throws IOException when the folder can't be used, or another process uses it
     */
    public static Host open(String command, DockerEndpoint endpoint, Optional<Path> stateFolder) throws IOException {
        return open(command, endpoint, stateFolder.isPresent() ? new FileJournal(stateFolder.get()) : Journal.none());
    }

    /**
     * The same with notes that are kept elsewhere.
     *
     * @param journal where what runs is noted; closed with the host, and when it can't be opened
     */
    public static Host open(String command, DockerEndpoint endpoint, Journal journal) {
        // Both take their time at a cold start, and neither needs the other.
        CompletableFuture<LinuxNode> node = CompletableFuture.supplyAsync(() -> new LinuxNode(KnownInits::isInit));
        try {
            LocalProcesses local = (id, pid) -> node.join().container(id, pid);
            DockerHost docker = DockerHost.connect(endpoint, local, KnownInits::isInit);
            return new Host(node, docker, journal, Claims.ofThisMachine(command, endpoint));
        } catch (RuntimeException e) {
            var _ = node.thenAccept(LinuxNode::close);
            journal.close();
            throw e;
        }
    }

    /** The same without notes: what one call begins the engine ends, if need be. */
    public static Host open(String command, DockerEndpoint endpoint) {
        try {
            return open(command, endpoint, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine: to find containers, to hear of events. */
    public DockerHost docker() {
        return docker;
    }

    /**
     * What would be done to stop a container.
     *
     * @param own what people wrote; a profile and the container fill in the rest
     * @throws InvalidPlanException when that makes no ladder for this container
     * @throws dev.gracefulshutdown.profile.UnknownProfileException for a profile that there is not
     */
    public Plan plan(ContainerDetails container, StopSettings own) throws InvalidPlanException {
        return plans.plan(container, own);
    }

    /**
     * Starts a shutdown; while one of the same container runs here, that one is joined. One that had ended before is over at
     * once, as AlreadyGone. A single signal is sent whoever stops the container: whoever asks for it means it.
     *
     * @param listener told of every change, never on the caller's thread
     * @throws ClaimedException when another process stops it
     * @throws DockerException refused for a task of a swarm, and for a {@code --rm} container that is to stay stopped
     */
    public RunningShutdown stop(
            ContainerDetails container, Purpose purpose, Ladder ladder, Consumer<ShutdownReport> listener)
            throws ClaimedException {
        return prepare(container, purpose, ladder).start(listener);
    }

    /**
     * Does all that comes before the first signal, so that many can be asked in one moment.
     *
     * @throws DockerException as there
     * @throws ClaimedException as there
     */
    public Armed prepare(ContainerDetails container, Purpose purpose, Ladder ladder) throws ClaimedException {
        Claims.Claim claim = claim(container, purpose);
        DockerContainer opened = closingOnFault(claim, () -> docker.open(container, purpose, ladder));
        return new Armed(
                opened,
                listener -> claimed(
                        claim,
                        () -> runner.start(id(container), opened, ladder, baselines.take(container.id()), listener)));
    }

    /**
     * Starts many in one moment.
     *
     * @param starts of what is armed; on this thread
     */
    public void together(Runnable starts) {
        runner.together(starts);
    }

    /**
     * Begins to load what every host needs, which takes its time in a young JVM: while the command line is read, say. What
     * needs it waits for it.
     */
    public static void preload() {
        Thread.UncaughtExceptionHandler others = (thread, error) -> {}; // whoever needs it fails too, and says so
        Thread.ofPlatform()
                .daemon()
                .name("preload-node")
                .uncaughtExceptionHandler(others)
                .start(() -> {
                    BootClock.now();
                    KnownInits.isInit("");
                });
        Thread.ofPlatform().daemon().name("preload-docker").start(DockerHost::preload);
    }

    private Claims.Claim claim(ContainerDetails container, Purpose purpose) throws ClaimedException {
        try {
            return purpose == Purpose.SIGNAL ? () -> {} : take(container);
        } catch (ClaimedException e) {
            if (purpose == Purpose.KILL) {
                return () -> {};
            }
            throw e;
        }
    }

    private Claims.Claim take(ContainerDetails container) throws ClaimedException {
        return claims.take(engineId(), container);
    }

    /** Held until the shutdown is over. */
    private static RunningShutdown claimed(Claims.Claim claim, Supplier<RunningShutdown> begin) {
        RunningShutdown shutdown = closingOnFault(claim, begin);
        var _ = shutdown.done().whenComplete((report, failure) -> claim.close());
        return shutdown;
    }

    private static <T> T closingOnFault(Claims.Claim claim, Supplier<T> begin) {
        try {
            return begin.get();
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** The other process of this machine that stops a container now. */
    public Optional<Holder> holder(ContainerDetails container) {
        return claims.holder(engineId(), container.id());
    }

    /**
     * The other process of this machine that stopped a container when something happened to it, or still does.
     *
     * @param late by how much it may have happened after that process had let go
     */
    public Optional<Holder> holder(String containerId, Instant then, Duration late) {
        return claims.holder(engineId(), containerId, then, late);
    }

    /** Waits for what another process does to a container. */
    public OthersShutdown await(ContainerDetails container, Holder holder, Ladder ladder) {
        return new OthersShutdown(
                container, docker.open(container, Purpose.JOIN, ladder), holder, () -> holder(container));
    }

    private String engineId() {
        return docker.capabilities().engineId();
    }

    /**
     * Joins a stop that somebody else began: later steps and descendants are ours. When the other one's SIGKILL comes can't
     * be known, so the steps are squeezed in before the container's own stop timeout; our own end is not moved.
     *
     * @param sent what the engine has sent
     * @throws ClaimedException when that somebody is another process of ours: it needs no help
     */
    public RunningShutdown join(
            ContainerDetails container, Signal sent, Ladder ladder, Consumer<ShutdownReport> listener)
            throws ClaimedException {
        Ladder ours = JoinedLadder.of(ladder, container.stopTimeout().effective());
        return claimed(
                take(container),
                () -> runner.join(
                        id(container),
                        docker.open(container, Purpose.JOIN, ours),
                        ours,
                        baselines.take(container.id()),
                        sent,
                        listener));
    }

    /**
     * Goes on with what an earlier process had begun and noted. What is over by now is tidied up and forgotten; what another
     * process stops meanwhile stays noted, and is gone on with by a later call, when that one is done.
     *
     * @param listeners by container: who is told of its shutdown
     */
    public synchronized List<Resumed> resumeAll(Function<ContainerDetails, Consumer<ShutdownReport>> listeners) {
        List<Resumed> resumed = new ArrayList<>();
        for (JournalEntry entry : List.copyOf(unfinished)) {
            try {
                resume(entry, listeners).ifPresent(resumed::add);
                unfinished.remove(entry);
            } catch (ClaimedException e) {
                LOG.info("{}; what we had begun ourselves waits for that", e.getMessage());
            }
        }
        return resumed;
    }

    /** Whether something of an earlier process is noted for a container that {@link #resumeAll} has not gone on with yet. */
    public synchronized boolean isUnfinished(String containerId) {
        return unfinished.stream()
                .anyMatch(entry -> entry.container().containerId().equals(containerId));
    }

    private Optional<Resumed> resume(JournalEntry entry, Function<ContainerDetails, Consumer<ShutdownReport>> listeners)
            throws ClaimedException {
        Optional<ContainerDetails> found = docker.find(entry.container().containerId());
        Claims.Claim claim = found.isPresent() ? take(found.get()) : () -> {};
        Optional<DockerContainer> again =
                closingOnFault(claim, () -> docker.resume(entry.container(), entry.notes(), entry.ladder()));
        if (again.isEmpty()) {
            claim.close();
            var _ = runner.abandon(entry);
            return Optional.empty();
        }
        DockerContainer container = again.get();
        RunningShutdown shutdown =
                claimed(claim, () -> runner.resume(entry, container, listeners.apply(container.details())));
        return Optional.of(new Resumed(container.details(), container.purpose(), shutdown));
    }

    /** The shutdown of a container that runs now. */
    public Optional<RunningShutdown> running(ContainerDetails container) {
        return Optional.ofNullable(runner.running().get(id(container)));
    }

    /**
     * Remembers who hears in a container while nobody asks it to end: to be called when it is ready, and then every minute.
     *
     * @return what was read; empty for one whose processes can't be seen from here
     */
    public Optional<Reading> observe(ContainerDetails container) {
        return baselines.observe(container.id(), node.join().container(container.id(), container.pid()));
    }

    /** Forgets what was heard in a container that is gone. */
    public void forget(String containerId) {
        var _ = baselines.take(containerId);
    }

    private static String id(ContainerDetails container) {
        return container.name() + "/" + container.shortId();
    }

    /** Stops driving; nothing more is sent by us, and what the engine was asked to do goes on. */
    @Override
    public void close() {
        runner.close();
        docker.close();
        node.thenAccept(LinuxNode::close).join();
        journal.close();
        claims.close();
    }
}
