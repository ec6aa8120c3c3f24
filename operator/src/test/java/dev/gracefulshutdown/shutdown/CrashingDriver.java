package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stops the processes whose PIDs it is given, each with a drain delay of its own, and goes on with what its journal says
 * an earlier life had begun. It is killed now and then.
 */
public final class CrashingDriver {
    static final Duration GRACE = Duration.ofMillis(1_500);
    static final List<Step> STEPS = List.of(
            Step.ask(Duration.ZERO, Signal.TERM),
            Step.ask(Duration.ofMillis(400), Signal.INT),
            Step.ask(Duration.ofMillis(800), Signal.QUIT));

    private static final int BEFORE_PIDS = 3;

    private CrashingDriver() {}

    static Duration drainDelay(int index) {
        return Duration.ofMillis(100L * index);
    }

    static Ladder ladder(int index, Duration grace) {
        return new Ladder(
                Optional.empty(),
                drainDelay(index),
                STEPS,
                grace,
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                Ladder.OnDeadline.KILL);
    }

    /** The arguments of one life: the journal's folder, the grace period, how far the clock is ahead, and the PIDs. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Duration grace = Duration.parse(arguments[1]);
        long ahead = Duration.parse(arguments[2]).toNanos();
        try (FileJournal journal = new FileJournal(folder);
                LinuxNode node = new LinuxNode(name -> false);
                ShutdownRunner runner = new ShutdownRunner(() -> BootClock.now() + ahead, journal)) {
            Map<String, JournalEntry> begun =
                    journal.unfinished().stream().collect(Collectors.toMap(JournalEntry::id, Function.identity()));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < arguments.length - BEFORE_PIDS; i++) {
                JournalEntry entry = begun.get("t" + i);
                all.add(
                        entry == null
                                ? fresh(i, grace, arguments[BEFORE_PIDS + i], node, runner)
                                : again(entry, node, runner));
            }
            System.out.println("begun");
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            System.out.println("finished");
        }
    }

    private static CompletableFuture<?> fresh(
            int index, Duration grace, String pid, LinuxNode node, ShutdownRunner runner) {
        String id = "t" + index;
        Optional<Container> container = node.process(id, Integer.parseInt(pid), Function.identity());
        return container.isPresent()
                ? runner.start(id, container.get(), ladder(index, grace), new HearingMemory(), report -> {})
                        .done()
                : CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<?> again(JournalEntry entry, LinuxNode node, ShutdownRunner runner) {
        System.out.println("resumed " + entry.id());
        Optional<Container> container = node.again(entry.container());
        return container.isPresent()
                ? runner.resume(entry, container.get(), report -> {}).done()
                : runner.abandon(entry);
    }
}
