package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.linux.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 12: we are killed at any moment, several times, in the middle of thirty shutdowns. */
class CrashTest {
    private static final int TARGETS = 30;
    private static final int CRASHES = 6;

    /** No test waits for it. */
    private static final Duration FAR_AWAY = Duration.ofMinutes(30);

    private static final int KILLED = 137;

    /** util-linux before 2.39 fails to end as its child did when that was by SIGKILL. */
    private static final int KILLED_BY_OLD_UNSHARE = 1;

    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void open() {
        Programs.needNamespaces();
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void askingStepsAtMostOnceSigkillAtLeastOnceAndTheEndDoesNotMove() throws Exception {
        long seed = Long.getLong("graceful.seed", System.nanoTime());
        System.out.println("seed of the crashes: -Dgraceful.seed=" + seed);
        Random random = new Random(seed);
        List<Stage.Actor> targets = targets();
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        for (Stage.Actor target : targets) {
            ends.add(target.process().launcher().onExit().thenApply(process -> BootClock.now()));
        }

        List<String> said = new ArrayList<>();
        int lives = 0;
        Map<String, Set<Long>> plannedEnds = new HashMap<>();
        for (boolean finished = false; !finished; lives++) {
            finished = live(targets, lives < CRASHES ? random.nextInt(500) : -1, said);
            noteEnds(plannedEnds);
        }

        String clue = "-Dgraceful.seed=" + seed + " " + said;
        assertThat(said).as("the crashes came in the middle; %s", clue).anyMatch(line -> line.startsWith("resumed"));
        for (int i = 0; i < TARGETS; i++) {
            Stage.Actor target = targets.get(i);
            String about = target.name() + " " + target.lines() + " " + clue;
            long endedAt = ends.get(i).get(30, TimeUnit.SECONDS);
            for (Step step : CrashingDriver.STEPS) {
                assertThat(count(target, step.signal()))
                        .as("%s of %s", step.signal(), about)
                        .isLessThanOrEqualTo(1);
            }
            boolean endsByItself = i % 3 == 1;
            assertThat(target.process().launcher().exitValue())
                    .as(about)
                    .isIn(
                            endsByItself
                                    ? List.of(0, KILLED, KILLED_BY_OLD_UNSHARE)
                                    : List.of(KILLED, KILLED_BY_OLD_UNSHARE));
            Set<Long> planned = plannedEnds.getOrDefault(target.name(), Set.of());
            assertThat(planned).as("one end in all lives: %s", about).hasSize(1);
            if (target.process().launcher().exitValue() != 0) {
                assertThat(endedAt)
                        .as("not before the end: %s", about)
                        .isGreaterThanOrEqualTo(planned.iterator().next());
            }
        }
        try (FileJournal journal = new FileJournal(folder.resolve("state"))) {
            assertThat(journal.unfinished()).as(clue).isEmpty();
        }
    }

    @Test
    void theEndDoesNotMoveHoweverLongNobodyRuns() throws Exception {
        List<Stage.Actor> targets = Stream.of("t0", "t1", "t2")
                .map(name -> stage.start(name, Programs.counter("catch").toArray(String[]::new))
                        .says("main ready"))
                .toList();
        Process crashes = driver(targets, FAR_AWAY, Duration.ZERO, folder.resolve("crashes.log"));
        try {
            targets.forEach(target -> target.says("main got TERM"));
        } finally {
            crashes.destroyForcibly().waitFor();
        }
        assertThat(targets).allMatch(target -> target.process().launcher().isAlive());

        Process later = driver(targets, FAR_AWAY, FAR_AWAY.multipliedBy(2), folder.resolve("later.log"));
        try {
            for (Stage.Actor target : targets) {
                assertThat(target.process()
                                .launcher()
                                .onExit()
                                .get(60, TimeUnit.SECONDS)
                                .exitValue())
                        .isIn(KILLED, KILLED_BY_OLD_UNSHARE);
                assertThat(CrashingDriver.STEPS).allMatch(step -> count(target, step.signal()) <= 1);
            }
        } finally {
            later.destroyForcibly().waitFor();
        }
    }

    private void noteEnds(Map<String, Set<Long>> planned) throws IOException {
        Path journal = folder.resolve("state/journal");
        for (String line : Files.readAllLines(journal)) {
            JournalText.read(line, journal.toString())
                    .ifPresent(entry -> planned.computeIfAbsent(entry.id(), id -> new TreeSet<>())
                            .add(entry.startedAt()
                                    + entry.ladder().drainDelay().toNanos()
                                    + entry.ladder().gracePeriod().toNanos()));
        }
    }

    /** A third count and go on, a third end on SIGINT, a third hear nothing. */
    private List<Stage.Actor> targets() {
        List<Stage.Actor> targets = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            Stream<String> command = switch (i % 3) {
                case 0 -> Programs.counter("catch").stream();
                case 1 -> Programs.counter("queue", "end=INT").stream();
                default -> Stream.of("sh", "-c", "echo main ready; exec sleep 1000");
            };
            targets.add(stage.start("t" + i, command.toArray(String[]::new)));
        }
        targets.forEach(target -> target.says("main ready"));
        return targets;
    }

    /**
     * One life of the driver.
     *
     * @param killedAfter milliseconds, counted from its first word; negative: it may live
     * @return whether it came to its end
     */
    private boolean live(List<Stage.Actor> targets, int killedAfter, List<String> said) throws Exception {
        Path output = folder.resolve("driver-" + said.size() + ".log");
        Process driver = driver(targets, CrashingDriver.GRACE, Duration.ZERO, output);
        try {
            boolean ended;
            if (killedAfter < 0) {
                ended = driver.waitFor(60, TimeUnit.SECONDS);
            } else {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !driver.isAlive() || output.toFile().length() > 0);
                ended = driver.waitFor(killedAfter, TimeUnit.MILLISECONDS);
            }
            driver.destroyForcibly().waitFor();
            List<String> lines = Files.readAllLines(output);
            said.add("killed after " + killedAfter + " ms:");
            said.addAll(lines);
            if (ended) {
                assertThat(lines).endsWith("finished");
            }
            return ended;
        } finally {
            driver.destroyForcibly();
        }
    }

    private Process driver(List<Stage.Actor> targets, Duration grace, Duration ahead, Path output) throws IOException {
        List<String> command = new ArrayList<>(Programs.driver(
                CrashingDriver.class, folder.resolve("state").toString(), grace.toString(), ahead.toString()));
        targets.forEach(target -> command.add(Integer.toString(target.pid())));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static long count(Stage.Actor target, Signal signal) {
        return target.lines().stream()
                .filter(line -> (line + " ").startsWith("main got " + signal.shortName() + " "))
                .count();
    }
}
