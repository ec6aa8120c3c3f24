package dev.gracefulshutdown.bench;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.LadderRun;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The core's figures on real processes; prints rows of a Markdown table. Not a test: it asserts nothing. */
public final class CoreBench {
    private static final String[] QUEUES_ALL = {"env", "--block-signal=TERM,INT,QUIT", "sleep", "1000"};
    private static final List<Step> STEPS = List.of(
            Step.ask(Duration.ZERO, Signal.TERM),
            Step.ask(Duration.ofSeconds(2), Signal.INT),
            Step.ask(Duration.ofSeconds(4), Signal.QUIT));

    private CoreBench() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("| figure | unit | min | median | p99 | max | n |");
        System.out.println("|---|---|---|---|---|---|---|");
        exits(300);
        ladders(1_000, Duration.ZERO);
        ladders(1_000, Duration.ofSeconds(2));
        engine(10_000);
    }

    private static void exits(int count) throws Exception {
        double[] millis = new double[count];
        try (LinuxNode node = new LinuxNode(name -> false)) {
            for (int i = 0; i < count; i++) {
                Process process = new ProcessBuilder("sleep", "1000").start();
                try (Container container = hold(node, process)) {
                    CompletableFuture<Long> seen = container.exit().thenApply(status -> System.nanoTime());
                    long killed = System.nanoTime();
                    container.killAll();
                    millis[i] = (seen.get() - killed) / 1e6;
                }
            }
        }
        System.out.println(Spread.of(millis).row("SIGKILL sent until its exit is known", "ms"));
    }

    private static Container hold(LinuxNode node, Process process) {
        return node.process("p" + process.pid(), (int) process.pid(), Function.identity())
                .orElseThrow();
    }

    private static void ladders(int count, Duration spread) throws Exception {
        Path state = Files.createTempDirectory("bench");
        List<Process> processes = start(count);
        try (LinuxNode node = new LinuxNode(name -> false);
                FileJournal journal = new FileJournal(state);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal)) {
            List<Container> containers =
                    processes.stream().map(p -> hold(node, p)).toList();
            List<RunningShutdown> running = new ArrayList<>();
            long pause = spread.toNanos() / count;
            long next = System.nanoTime();
            for (Container container : containers) {
                while (System.nanoTime() < next) {
                    Thread.onSpinWait();
                }
                next += pause;
                running.add(runner.start(
                        container.identity().containerId(), container, ladder(), new HearingMemory(), report -> {}));
            }
            List<ShutdownReport> reports =
                    running.stream().map(r -> r.done().join()).toList();
            String when = spread.isZero() ? "all at the same moment" : "begun over " + spread.toSeconds() + " s";
            for (int step = 0; step < STEPS.size(); step++) {
                System.out.println(Spread.of(lateness(reports, step))
                        .row("lateness of step " + (step + 1) + ", " + count + " ladders " + when, "ms"));
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static List<Process> start(int count) throws IOException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            processes.add(new ProcessBuilder(QUEUES_ALL).start());
        }
        return processes;
    }

    private static Ladder ladder() {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                STEPS,
                Duration.ofSeconds(6),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    private static double[] lateness(List<ShutdownReport> reports, int step) {
        return reports.stream()
                .mapToDouble(r -> (r.timeline().get(step).at().toNanos()
                                - STEPS.get(step).at().toNanos())
                        / 1e6)
                .toArray();
    }

    private static void engine(int count) {
        ProcessFacts process = new ProcessFacts(
                new ProcessKey(100, 1),
                1,
                1,
                "server",
                'S',
                SignalSet.of(Signal.TERM, Signal.INT, Signal.QUIT),
                SignalSet.NONE,
                SignalSet.NONE,
                false,
                true);
        Reading reading = new Reading(100, 60_000, List.of(process));
        double[] micros = new double[20];
        for (int round = 0; round < micros.length; round++) {
            long before = System.nanoTime();
            for (int i = 0; i < count; i++) {
                runToItsEnd(reading);
            }
            micros[round] = (System.nanoTime() - before) / 1e3 / count;
        }
        System.out.println(
                Spread.of(micros).row("the pure engine, " + count + " ladders from start to SIGKILL, each", "µs"));
    }

    private static void runToItsEnd(Reading reading) {
        LadderRun run = new LadderRun(ladder(), 0, new HearingMemory());
        Deque<Event> events = new ArrayDeque<>();
        long wake = 0;
        List<Effect> effects = run.start(0);
        while (true) {
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.Read() -> events.add(new Event.Read(wake, reading));
                    case Effect.Send send -> events.add(new Event.Sent(wake, send.step(), 1));
                    case Effect.WaitUntil(long at) -> wake = at;
                    case Effect.KillAll() -> {
                        return;
                    }
                    default -> {}
                }
            }
            effects = run.on(events.isEmpty() ? new Event.Tick(wake) : events.poll());
        }
    }
}
