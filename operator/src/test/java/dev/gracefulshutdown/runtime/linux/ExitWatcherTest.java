package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.SendResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExitWatcherTest {
    private final ProcFs proc = new ProcFs(Path.of("/proc"), name -> false);
    private final List<Process> started = new ArrayList<>();
    private ExitWatcher exits;

    @BeforeEach
    void open() {
        exits = new ExitWatcher();
    }

    @AfterEach
    void close() {
        exits.close();
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    /** The parent reaps at once, for a thousand of Java's own reaper threads are no test of ours. */
    @Test
    void aThousandExitsAtOnceAreAllSeen() throws IOException {
        Process parent = start("sh", "-c", """
                i=0; while [ $i -lt 1000 ]; do sleep 1000 & i=$((i+1)); done
                echo ready; wait; sleep 1000
                """);
        assertThat(parent.inputReader().readLine()).isEqualTo("ready");
        List<Integer> pids = proc.children((int) parent.pid()).orElseThrow();
        assertThat(pids).hasSize(1000);
        int descriptors = descriptors();
        List<CompletableFuture<ExitStatus>> seen = pids.stream()
                .map(pid -> exits.watch(key(pid), proc::isStill).exit())
                .toList();
        assertThat(seen).noneMatch(CompletableFuture::isDone);
        assertThat(descriptors()).isGreaterThanOrEqualTo(descriptors + 1000);

        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        assertThat(CompletableFuture.allOf(seen.toArray(CompletableFuture[]::new)))
                .succeedsWithin(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(30)).until(() -> descriptors() < descriptors + 100);
        if (kernelTellsExits()) {
            assertThat(seen).allMatch(exit -> exit.join().equals(new ExitStatus.Killed(Signal.KILL)));
        }
    }

    @Test
    void codesAndSignalsAreTold() throws IOException {
        Assumptions.assumeTrue(kernelTellsExits(), "the kernel tells no stranger's exit status before Linux 6.15");
        assertThat(exitOf("read x; exit 0")).isEqualTo(new ExitStatus.Code(0));
        assertThat(exitOf("read x; exit 7")).isEqualTo(new ExitStatus.Code(7));
        assertThat(exitOf("read x; exit 255")).isEqualTo(new ExitStatus.Code(255));
        assertThat(exitOf("read x; kill -TERM $$")).isEqualTo(new ExitStatus.Killed(Signal.TERM));
        assertThat(exitOf("read x; kill -KILL $$")).isEqualTo(new ExitStatus.Killed(Signal.KILL));
        assertThat(exitOf("read x; kill -ABRT $$")).isEqualTo(new ExitStatus.Killed(Signal.ABRT));
    }

    @Test
    void aProcessThatIsNeverReapedEndsAllTheSame() throws IOException {
        Process parent = start("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000");
        int child = Integer.parseInt(parent.inputReader().readLine());
        CompletableFuture<ExitStatus> exit =
                exits.watch(key(child), proc::isStill).exit();
        ProcessHandle.of(child).orElseThrow().destroyForcibly();
        // Newer kernels know the status before it is reaped.
        assertThat(exit)
                .succeedsWithin(30, TimeUnit.SECONDS)
                .isIn(new ExitStatus.Unknown(), new ExitStatus.Killed(Signal.KILL));
    }

    @Test
    void oneThatIsGoneAlreadyHasEnded() throws Exception {
        Process process = start("sleep", "1000");
        ProcessKey key = key((int) process.pid());
        process.destroyForcibly().waitFor();
        assertThat(exits.watch(key, proc::isStill).exit()).isCompletedWithValue(new ExitStatus.Unknown());
    }

    @Test
    void oneThatHasAnothersPidHasEnded() throws IOException {
        Process process = start("sleep", "1000");
        int before = descriptors();
        ProcessKey former = new ProcessKey((int) process.pid(), 1);
        assertThat(exits.watch(former, proc::isStill).exit()).isCompletedWithValue(new ExitStatus.Unknown());
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void cancellingLetsGoOfTheDescriptorOnce() throws IOException {
        Process process = start("sleep", "1000");
        int before = descriptors();
        CompletableFuture<ExitStatus> exit =
                exits.watch(key((int) process.pid()), proc::isStill).exit();
        assertThat(descriptors()).isEqualTo(before + 1);
        exit.cancel(false);
        exit.cancel(false);
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void closingEndsTheThreadAndLeavesNoDescriptor() throws IOException {
        int before = descriptors();
        ExitWatcher other = new ExitWatcher();
        Process process = start("sleep", "1000");
        int withProcess = descriptors();
        CompletableFuture<ExitStatus> exit =
                other.watch(key((int) process.pid()), proc::isStill).exit();
        other.close();
        // Its pipes stay ours; what the watcher had is its pidfd, its epoll and its eventfd.
        assertThat(descriptors()).isEqualTo(withProcess - 2).isGreaterThanOrEqualTo(before);
        exit.cancel(false);
        assertThat(descriptors()).isEqualTo(withProcess - 2);
        assertThat(exit).isCancelled();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals("exits"))
                                .count()
                        == 1);
    }

    @Test
    void whoWasLetGoOfIsSignalledNoMore() throws IOException {
        Process process = start("sleep", "1000");
        Held held = exits.watch(key((int) process.pid()), proc::isStill);
        held.close();

        assertThat(held.send(Signal.KILL)).isEqualTo(SendResult.GONE);
        assertThat(proc.isStill(key((int) process.pid()))).isTrue();
    }

    @Test
    void whoIsHeldIsSignalledUntilItIsGone() throws IOException {
        Process process = start("sleep", "1000");
        Held held = exits.watch(key((int) process.pid()), proc::isStill);

        assertThat(held.send(Signal.TERM)).isEqualTo(SendResult.DELIVERED);
        assertThat(held.exit()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new ExitStatus.Killed(Signal.TERM));
        assertThat(held.send(Signal.KILL)).isEqualTo(SendResult.GONE);
    }

    private ExitStatus exitOf(String script) throws IOException {
        Process process = start("sh", "-c", script);
        CompletableFuture<ExitStatus> exit =
                exits.watch(key((int) process.pid()), proc::isStill).exit();
        process.outputWriter().close();
        return exit.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private ProcessKey key(int pid) {
        return new ProcessKey(pid, proc.stat(pid).orElseThrow().startTicks());
    }

    /** Seen on a process of ours rather than read from a version, for distributions carry such things back. */
    private boolean kernelTellsExits() throws IOException {
        return exitOf("read x; exit 42").equals(new ExitStatus.Code(42));
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
