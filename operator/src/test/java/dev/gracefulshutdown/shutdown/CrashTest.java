package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.linux.BootClock;
import java.io.File;
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
        Random random = new Random(seed);
        List<Stage.Actor> targets = targets();
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        for (Stage.Actor target : targets) {
            ends.add(target.process().launcher().onExit().thenApply(process -> BootClock.now()));
        }

        long begunAt = BootClock.now();
        List<String> said = new ArrayList<>();
        int lives = 0;
        for (boolean finished = false; !finished; lives++) {
            finished = live(targets, lives < CRASHES ? random.nextInt(500) : -1, said);
        }

        String clue = "-Dgraceful.seed=" + seed + " " + said;
        Map<String, Set<String>> startedAt = new HashMap<>();
        said.stream().filter(line -> line.startsWith("resumed")).forEach(line -> {
            String[] words = line.split(" ", -1);
            startedAt.computeIfAbsent(words[1], id -> new TreeSet<>()).add(words[2]);
        });
        assertThat(startedAt).as("the crashes came in the middle; %s", clue).isNotEmpty();
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
            assertThat(startedAt.getOrDefault(target.name(), Set.of()))
                    .as(about)
                    .hasSizeLessThanOrEqualTo(1);
            if (target.process().launcher().exitValue() != 0) {
                long start = startedAt.getOrDefault(target.name(), Set.of()).stream()
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(begunAt);
                Duration grace = CrashingDriver.drainDelay(i).plus(CrashingDriver.GRACE);
                assertThat(endedAt).as("not before the end: %s", about).isGreaterThanOrEqualTo(start + grace.toNanos());
            }
        }
        try (FileJournal journal = new FileJournal(folder.resolve("state"))) {
            assertThat(journal.unfinished()).as(clue).isEmpty();
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
        File output = folder.resolve("driver-" + said.size() + ".log").toFile();
        List<String> command = new ArrayList<>(
                Programs.driver(CrashingDriver.class, folder.resolve("state").toString()));
        targets.forEach(target -> command.add(Integer.toString(target.pid())));
        Process driver = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            boolean ended;
            if (killedAfter < 0) {
                ended = driver.waitFor(60, TimeUnit.SECONDS);
            } else {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !driver.isAlive() || output.length() > 0);
                ended = driver.waitFor(killedAfter, TimeUnit.MILLISECONDS);
            }
            driver.destroyForcibly().waitFor();
            List<String> lines = Files.readAllLines(output.toPath());
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

    private static long count(Stage.Actor target, Signal signal) {
        return target.lines().stream()
                .filter(line -> (line + " ").startsWith("main got " + signal.shortName() + " "))
                .count();
    }
}
