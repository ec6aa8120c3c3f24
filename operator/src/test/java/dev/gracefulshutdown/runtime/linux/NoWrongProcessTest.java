package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ProcStat;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.shutdown.Programs;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safety 1: no signal reaches a process that was not meant, and all that were meant are found. */
class NoWrongProcessTest {
    @TempDir
    private Path folder;

    private LinuxNode node;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void open() {
        node = new LinuxNode(name -> false);
    }

    @AfterEach
    void close() {
        node.close();
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Test
    void whatHasEndedSinceTheReadingIsGoneAndNoError() throws Exception {
        Container container = hold(start("sleep", "1000"));
        ProcessKey key = container.read().main().orElseThrow().key();
        started.getFirst().destroyForcibly().waitFor();
        assertThat(container.send(Signal.TERM, key)).isEqualTo(SendResult.GONE);
        assertThat(node.refusals()).isZero();
        assertThat(container.read().processes()).isEmpty();
        assertThat(container.killAll()).isEqualTo(SendResult.GONE);
    }

    @Test
    void aZombieIsGone() throws IOException {
        Process parent = start("sh", "-c", "sleep 0 & exec sleep 1000");
        int zombie = await().atMost(Duration.ofSeconds(30)).until(() -> childThatHasEnded(parent), pid -> pid > 0);
        Container container = hold(parent);
        ProcessKey key = keyOf(zombie);
        assertThat(container.read().processes()).noneMatch(p -> p.key().equals(key));
        assertThat(container.send(Signal.TERM, key)).isEqualTo(SendResult.GONE);
        assertThat(node.refusals()).isZero();
    }

    @Test
    void aProcessWhoseMainThreadHasEndedIsNotGone() throws IOException {
        Process process = start(Programs.python(), "-c", """
                import ctypes, threading, time
                threading.Thread(target=lambda: time.sleep(1000)).start()
                ctypes.CDLL(None).pthread_exit(None)
                """);
        Container container = hold(process);
        await().atMost(Duration.ofSeconds(30)).until(() -> state((int) process.pid()) == 'Z');
        ProcessFacts main = container.read().main().orElseThrow();
        assertThat(container.exit()).isNotDone();
        assertThat(container.send(Signal.TERM, main.key())).isEqualTo(SendResult.DELIVERED);
        assertThat(container.exit()).succeedsWithin(30, TimeUnit.SECONDS);
    }

    @Test
    void aPidThatBelongsToAThreadByNowIsGone() throws IOException {
        Process process = start(Programs.python(), "-c", """
                import threading, time
                threading.Thread(target=lambda: time.sleep(1000)).start()
                print(threading.enumerate()[1].native_id, flush=True)
                """);
        int thread = Integer.parseInt(process.inputReader().readLine());
        Container container = hold(process);
        ProcessKey key = keyOf(thread);
        assertThat(Pidfd.open(key)).isEmpty();
        assertThat(container.send(Signal.TERM, key)).isEqualTo(SendResult.GONE);
        assertThat(node.process("thread", thread, Function.identity())
                        .orElseThrow()
                        .exit())
                .succeedsWithin(30, TimeUnit.SECONDS);
    }

    @Test
    void anotherProcessAndOurselvesAreRefused() throws IOException {
        Container container = hold(start("sleep", "1000"));
        Process other = start("sleep", "1000");
        ProcessKey ourselves = keyOf((int) ProcessHandle.current().pid());
        assertThat(container.send(Signal.TERM, keyOf((int) other.pid()))).isEqualTo(SendResult.REFUSED);
        assertThat(container.send(Signal.TERM, ourselves)).isEqualTo(SendResult.REFUSED);
        assertThat(node.refusals()).isEqualTo(2);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aPidThatWasHandedOutAgainIsRefused() throws Exception {
        Programs.needNamespaces();
        Path output = folder.resolve("recycled");
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo 400 > /proc/sys/kernel/pid_max 2>/dev/null || { echo no pid_max of its own; exit 0; }; "
                        + "exec \"$@\"",
                "sh"));
        // PIDs of a namespace are few only where pid_max is its own (Linux 6.14), not the machine's.
        Assumptions.assumeTrue(kernelHasPidMaxPerNamespace(), "no pid_max per PID namespace before Linux 6.14");
        command.addAll(Programs.driver(RecycledPids.class));
        try (NamespacedProcess process = NamespacedProcess.start(Map.of(), output, command)) {
            assertThat(process.launcher().waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        String said = Files.readString(output).strip();
        Assumptions.assumeFalse(said.startsWith("no pid_max"), said);
        assertThat(said).endsWith("results={REFUSED=90} refusals=90 hits=0");
    }

    private static boolean kernelHasPidMaxPerNamespace() {
        String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
        int major = Integer.parseInt(version[0]);
        return major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 14);
    }

    @Test
    void aTreeWithoutANamespaceOfItsOwnIsKilledToItsLeaves() throws IOException {
        Process process = start("sh", "-c", "for i in 1 2 3; do sh -c 'sleep 1000 & sleep 1000; true' & done; wait");
        Container container = hold(process);
        List<ProcessKey> keys =
                await().atMost(Duration.ofSeconds(30)).until(() -> keys(container), found -> found.size() == 10);
        assertThat(container.killAll()).isEqualTo(SendResult.DELIVERED);
        assertAllGone(keys);
        assertThat(node.refusals()).isZero();
    }

    @Test
    void twoThousandDescendantsAreAllReadAndAllKilled() {
        Programs.needNamespaces();
        try (Stage stage = new Stage(folder)) {
            Stage.Actor actor = stage.start("wide", "sh", "-c", """
                    i=0
                    while [ $i -lt 19 ]; do
                      sh -c 'j=0; while [ $j -lt 104 ]; do sleep 1000 & j=$((j+1)); done; wait' &
                      i=$((i+1))
                    done
                    sh -c 'trap "echo asked" TERM; echo ready; while :; do sleep 0.1; done' &
                    wait
                    """).says("ready");
            Container container = stage.container(actor);
            List<ProcessKey> keys = await().atMost(Duration.ofSeconds(60))
                    .until(() -> keys(container), found -> found.size() >= 19 * 105 + 2);
            Stage.finished(stage.begin(actor, term(2)));
            assertThat(actor.lines()).containsOnlyOnce("asked");
            assertAllGone(keys);
        }
    }

    @Test
    void theEndOfALongChainOfForksIsFoundAndAsked() {
        Programs.needNamespaces();
        try (Stage stage = new Stage(folder)) {
            Stage.Actor actor = stage.start("deep", "sh", "-c", """
                    chain() {
                      if [ $1 -gt 0 ]; then (chain $(($1-1)); :)
                      else trap 'echo asked; exit' TERM; echo ready; while :; do sleep 0.1; done
                      fi
                    }
                    chain 500; :
                    """).says("ready");
            Container container = stage.container(actor);
            assertThat(container.read().tree()).hasSizeGreaterThanOrEqualTo(501);
            assertThat(stage.stop(actor, term(60)).outcome()).contains(Outcome.GRACEFUL);
            assertThat(actor.lines()).containsExactly("ready", "asked");
        }
    }

    @Test
    void aStoppedProcessIsContinuedAfterItsStep() throws Exception {
        Programs.needNamespaces();
        try (Stage stage = new Stage(folder)) {
            Stage.Actor actor = stage.start(
                            "stopped",
                            "sh",
                            "-c",
                            "trap 'echo cleaned; exit 3' TERM; echo ready; while :; do sleep 0.1; done")
                    .says("ready");
            start("kill", "-STOP", Integer.toString(actor.pid())).waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> state(actor.pid()) == 'T');
            ShutdownReport report = stage.stop(actor, term(60));
            assertThat(report.outcome()).contains(Outcome.GRACEFUL);
            assertThat(Stage.code(report)).isEqualTo(3);
            assertThat(actor.lines()).containsOnlyOnce("cleaned");
        }
    }

    private static Ladder term(int seconds) {
        return Stage.ladder(OnUndeliverable.WAIT, Duration.ofSeconds(seconds), Step.ask(Duration.ZERO, Signal.TERM));
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private Container hold(Process process) {
        return node.process("tree", (int) process.pid(), Function.identity()).orElseThrow();
    }

    private static List<ProcessKey> keys(Container container) {
        return container.read().tree().stream().map(ProcessFacts::key).toList();
    }

    private static void assertAllGone(List<ProcessKey> keys) {
        ProcFs proc = new ProcFs(Path.of("/proc"), name -> false);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(keys).noneMatch(proc::isStill));
    }

    private static ProcessKey keyOf(int pid) throws IOException {
        return new ProcessKey(
                pid,
                ProcStat.parse(Files.readString(Path.of("/proc/" + pid + "/stat")))
                        .startTicks());
    }

    private static char state(int pid) throws IOException {
        return ProcStat.parse(Files.readString(Path.of("/proc/" + pid + "/stat")))
                .state();
    }

    private static int childThatHasEnded(Process parent) throws IOException {
        String children = Files.readString(Path.of("/proc/%d/task/%d/children".formatted(parent.pid(), parent.pid())));
        for (String child : Stream.of(children.split(" "))
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList()) {
            if (state(Integer.parseInt(child)) == 'Z') {
                return Integer.parseInt(child);
            }
        }
        return 0;
    }
}
