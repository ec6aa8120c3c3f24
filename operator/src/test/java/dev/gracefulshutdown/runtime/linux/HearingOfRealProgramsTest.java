package dev.gracefulshutdown.runtime.linux;

import static dev.gracefulshutdown.ladder.Hearing.CATCHES;
import static dev.gracefulshutdown.ladder.Hearing.DEAF;
import static dev.gracefulshutdown.ladder.Hearing.ENDS;
import static dev.gracefulshutdown.ladder.Hearing.FORWARDS;
import static dev.gracefulshutdown.ladder.Hearing.QUEUES;
import static dev.gracefulshutdown.ladder.Hearing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.shutdown.Endless;
import dev.gracefulshutdown.shutdown.Programs;
import dev.gracefulshutdown.shutdown.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who would hear SIGTERM, SIGINT and SIGQUIT, against what was measured program by program. */
class HearingOfRealProgramsTest {
    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void asPid1(Program program) {
        Programs.needNamespaces();
        Stage.Actor actor = stage.start("main", program.command.in(folder).toArray(String[]::new));
        if (program != Program.SLEEP) {
            actor.says("ready");
        }
        try (Container container = stage.container(actor)) {
            await(program.name())
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(hearing(container)).isEqualTo(program.hearing));
        }
    }

    @FunctionalInterface
    private interface Command {
        List<String> in(Path folder);
    }

    /** Each with what it would do with TERM, INT and QUIT. */
    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies
    enum Program {
        SHELL_THAT_WAITS(DEAF, CATCHES, DEAF, sh("echo ready; sleep 100; true")),
        SHELL_WITH_TRAP(CATCHES, CATCHES, DEAF, sh("trap : TERM; echo ready; while read x </dev/zero; do :; done")),
        SHELL_THAT_WORKS(DEAF, CATCHES, DEAF, sh("echo ready; while read x </dev/zero; do :; done")),
        BASH(DEAF, CATCHES, DEAF, f -> bash("echo ready; while :; do sleep 0.1; done")),
        PYTHON(DEAF, CATCHES, DEAF, f -> python("print('ready', flush=True); time.sleep(100)")),
        PYTHON_THAT_BLOCKS(
                QUEUES, CATCHES, DEAF, f -> python("block({SIGTERM}); print('ready', flush=True); time.sleep(100)")),
        PYTHON_THAT_BLOCKS_IN_ANOTHER_THREAD_ALONE(
                DEAF,
                CATCHES,
                DEAF,
                f -> python("threading.Thread(target=lambda: (block({SIGTERM}), print('ready', flush=True),"
                        + " time.sleep(100))).start(); time.sleep(100)")),
        PYTHON_THAT_IGNORES(
                DEAF,
                DEAF,
                DEAF,
                f -> python("[signal(s, SIG_IGN) for s in (SIGTERM, SIGINT, SIGQUIT)]; print('ready', flush=True);"
                        + " time.sleep(100)")),
        PYTHON_THAT_WAITS_FOR_SIGNALS(
                FORWARDS,
                FORWARDS,
                FORWARDS,
                f -> python("block({SIGTERM}); print('ready', flush=True); sigwait({SIGTERM})")),
        NODE(CATCHES, CATCHES, DEAF, f -> node("console.log('ready'); setInterval(() => {}, 1000)")),
        NODE_WITH_HANDLERS(
                CATCHES,
                CATCHES,
                CATCHES,
                f -> node("for (const s of ['SIGTERM', 'SIGINT', 'SIGQUIT']) process.on(s, () => {});"
                        + " console.log('ready'); setInterval(() => {}, 1000)")),
        JAVA(CATCHES, CATCHES, CATCHES, f -> java()),
        JAVA_WITH_REDUCED_SIGNALS(DEAF, DEAF, DEAF, f -> java("-Xrs")),
        PERL(DEAF, DEAF, DEAF, f -> perl("sleep 100")),
        PERL_WITH_HANDLERS(CATCHES, DEAF, CATCHES, f -> perl("$SIG{TERM} = $SIG{QUIT} = sub {}; sleep 1 while 1")),
        SLEEP(DEAF, DEAF, DEAF, f -> List.of("sleep", "100")),
        TINI(FORWARDS, FORWARDS, FORWARDS, f -> init("tini", "tini", f)),
        TINI_AS_DOCKER_NAMES_IT(FORWARDS, FORWARDS, FORWARDS, f -> init("tini", "docker-init", f)),
        TINI_BY_ANY_NAME(FORWARDS, FORWARDS, FORWARDS, f -> init("tini", "launch", f)),
        CATATONIT(FORWARDS, FORWARDS, FORWARDS, f -> init("catatonit", "catatonit", f)),
        CATATONIT_BY_ANY_NAME(QUEUES, QUEUES, QUEUES, f -> init("catatonit", "launch", f)),
        DUMB_INIT(FORWARDS, FORWARDS, FORWARDS, f -> init("dumb-init", "dumb-init", f)),
        DUMB_INIT_BY_ANY_NAME(FORWARDS, FORWARDS, FORWARDS, f -> init("dumb-init", "launch", f));

        private final List<Hearing> hearing;
        private final Command command;

        Program(Hearing term, Hearing interrupt, Hearing quit, Command command) {
            this.hearing = List.of(term, interrupt, quit);
            this.command = command;
        }

        private static Command sh(String script) {
            return folder -> List.of("sh", "-c", script);
        }

        private static List<String> bash(String script) {
            return List.of(Programs.need("bash", "bash"), "-c", script);
        }

        private static List<String> python(String program) {
            return List.of(
                    Programs.python(),
                    "-c",
                    "import threading, time; from signal import *; "
                            + "block = lambda s: pthread_sigmask(SIG_BLOCK, s); "
                            + program);
        }

        private static List<String> node(String program) {
            return List.of(Programs.need("node", "nodejs"), "-e", program);
        }

        private static List<String> perl(String program) {
            return List.of(Programs.need("perl", "perl-base"), "-e", "$|=1; print qq(ready\n); " + program);
        }

        private static List<String> java(String... options) {
            List<String> command = new ArrayList<>(Programs.driver(Endless.class));
            command.addAll(1, List.of(options));
            return command;
        }

        private static List<String> init(String program, String name, Path folder) {
            String path = Programs.need(program, program);
            String run = program.equals(name) ? path : Programs.renamed(path, folder, name);
            return List.of(run, "--", "sh", "-c", "echo ready; sleep 100; true");
        }
    }

    @Test
    void outsideAPidNamespaceOfItsOwnTheDefaultActionEnds() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "100").start();
        try (LinuxNode node = new LinuxNode(name -> false);
                Container container = node.process("host", (int) sleep.pid(), Function.identity())
                        .orElseThrow()) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(hearing(container)).containsExactly(ENDS, ENDS, ENDS));
            ProcessFacts main = container.read().main().orElseThrow();
            assertThat(Hearing.of(main, Signal.CONT)).isEqualTo(DEAF);
            assertThat(Hearing.of(main, Signal.WINCH)).isEqualTo(DEAF);
        } finally {
            sleep.destroyForcibly();
        }
    }

    /** The kernel's own write-only files refuse to be read even by root. */
    @Test
    void masksThatMayNotBeReadMakeItUnknown() throws IOException {
        Path refuses = Path.of("/sys/bus/cpu/drivers_probe");
        Assumptions.assumeTrue(Files.exists(refuses), refuses + " is not there");
        Path process = Files.createDirectories(folder.resolve("proc/4711"));
        Files.copy(Path.of("/proc/self/stat"), process.resolve("stat"));
        Files.createSymbolicLink(process.resolve("status"), refuses);
        ProcessFacts facts =
                new ProcFs(folder.resolve("proc"), name -> false).facts(4711).orElseThrow();
        assertThat(Hearing.of(facts, Signal.TERM)).isEqualTo(UNKNOWN);
        assertThat(Hearing.of(facts, Signal.KILL)).isEqualTo(UNKNOWN);
    }

    /** The kernel's file is played by a pipe, so that the second reading is surely another one. */
    @Test
    void whoStartsAProgramHearsNoMoreThanBefore() throws Exception {
        Path process = Files.createDirectories(folder.resolve("proc/4711"));
        String status = Files.readString(Path.of("/proc/self/status")).replaceFirst("NSpid:.*", "NSpid:\t4711\t1");
        String idle = status.replaceFirst("SigBlk:.*", "SigBlk:\t0000000000000000")
                .replaceFirst("SigCgt:.*", "SigCgt:\t0000000000010000");
        String starting = idle.replaceFirst("SigBlk:.*", "SigBlk:\tfffffffe7ffbfeff");
        Files.copy(Path.of("/proc/self/stat"), process.resolve("stat"));
        Files.writeString(folder.resolve("idle"), idle);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(process.resolve("status"), pipe);
        CompletableFuture<Void> kernel = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                Files.delete(process.resolve("status"));
                Files.createSymbolicLink(process.resolve("status"), folder.resolve("idle"));
                out.write(starting.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ProcessFacts facts =
                new ProcFs(folder.resolve("proc"), name -> false).facts(4711).orElseThrow();
        kernel.join();
        assertThat(Hearing.of(facts, Signal.TERM)).isEqualTo(DEAF);
    }

    private static List<Hearing> hearing(Container container) {
        ProcessFacts main = container.read().main().orElseThrow();
        return List.of(Hearing.of(main, Signal.TERM), Hearing.of(main, Signal.INT), Hearing.of(main, Signal.QUIT));
    }
}
