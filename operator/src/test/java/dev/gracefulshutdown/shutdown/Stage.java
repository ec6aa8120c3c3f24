package dev.gracefulshutdown.shutdown;

import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.runtime.linux.NamespacedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Real processes, each PID 1 of a PID namespace of its own, and a runner that stops them. */
public final class Stage implements AutoCloseable {
    private static final Set<String> INITS =
            Set.of("tini", "docker-init", "catatonit", "dumb-init", "s6-svscan", "runsvdir", "supervisord");

    private final Path folder;
    private final LinuxNode node = new LinuxNode(INITS::contains);
    private final ShutdownRunner runner;
    private final List<NamespacedProcess> started = new ArrayList<>();

    public Stage(Path folder) {
        this(folder, Journal.none());
    }

    public Stage(Path folder, Journal journal) {
        this.folder = folder;
        this.runner = new ShutdownRunner(BootClock::now, journal);
    }

    /** One process and what it has written. */
    public record Actor(String name, NamespacedProcess process, Path output) {
        public int pid() {
            return process.pid();
        }

        public List<String> lines() {
            try {
                return Files.readAllLines(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until it has written this line. */
        public Actor says(String line) {
            await(name + " says " + line).atMost(Duration.ofSeconds(30)).until(() -> lines().contains(line));
            return this;
        }
    }

    public Actor start(String name, String... command) {
        Path output = folder.resolve(name + ".log");
        try {
            NamespacedProcess process =
                    NamespacedProcess.start(Map.of("STAGE", folder.toString()), output, List.of(command));
            started.add(process);
            return new Actor(name, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public LinuxNode node() {
        return node;
    }

    public ShutdownRunner runner() {
        return runner;
    }

    public Container container(Actor actor) {
        return node.process(actor.name(), actor.pid(), Function.identity()).orElseThrow();
    }

    /** Waits until the main process is so old that its deafness counts (rule 7). */
    public void grownUp(Actor actor) {
        Container container = container(actor);
        await().atMost(Duration.ofSeconds(20)).until(() -> container.read().mainAgeMillis() >= 10_000);
        container.close();
    }

    public RunningShutdown begin(Actor actor, Ladder ladder) {
        return runner.start(actor.name(), container(actor), ladder, new HearingMemory(), report -> {});
    }

    /** Stops it and waits for the end. */
    public ShutdownReport stop(Actor actor, Ladder ladder) {
        return finished(begin(actor, ladder));
    }

    /** Waits where nothing may be thrown: in a listener, or on a thread of somebody else's. */
    static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ShutdownReport finished(RunningShutdown shutdown) {
        return shutdown.done().orTimeout(60, TimeUnit.SECONDS).join();
    }

    public static Ladder ladder(OnUndeliverable undeliverable, Duration grace, Step... steps) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(steps),
                grace,
                undeliverable,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    public static int code(ShutdownReport report) {
        return report.exit() instanceof ExitStatus.Unknown ? -1 : report.exit().code();
    }

    @Override
    public void close() {
        runner.close();
        started.forEach(NamespacedProcess::close);
        node.close();
    }
}
