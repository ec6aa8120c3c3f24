package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.Programs;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The containers of a real engine on this machine, whichever cgroup version and driver it has. */
@Tag("docker")
class DockerContainersTest {
    private static final String IMAGE = System.getProperty("graceful.busybox", "localhost/bb:1");
    private static final String TRAPS = "trap 'exit 7' TERM; while :; do sleep 0.1; done";

    private final ProcFs proc = new ProcFs(Path.of("/proc"), name -> false);
    private final List<String> started = new ArrayList<>();
    private LinuxNode node;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(
                docker("image", "inspect", "-f", "{{.Id}}", IMAGE).isSuccess(),
                "docker: the engine has no image " + IMAGE + "; name one with sh and sleep: -Dgraceful.busybox=…");
        node = new LinuxNode(name -> false);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        for (String id : started) {
            docker("rm", "-f", id);
        }
    }

    @Test
    void isFoundByItsIdWithTheEnginesMainProcess() throws Exception {
        String id = run("--label", "purpose=test", IMAGE, "sleep", "1000");
        try (Container container = container(id)) {
            assertThat(node.containerIds()).contains(id);
            assertThat(container.identity().main().pid()).isEqualTo(mainPid(id));
            assertThat(container.read().main().orElseThrow().namespacePid()).isEqualTo(1);
        }
    }

    @Test
    void isFoundWhereItSharesTheHostsPidNamespace() throws Exception {
        String id = run("--pid=host", IMAGE, "sh", "-c", "sleep 1000 & sleep 1000; true");
        docker("exec", "-d", id, "sleep", "1001");
        try (Container container = container(id)) {
            assertThat(container.identity().main().pid()).isEqualTo(mainPid(id));
        }
    }

    @Test
    void anExecSessionIsNotAskedAndIsKilled() throws Exception {
        for (String namespace : List.of("--pid=host", "--init=false")) {
            String id = run(namespace, IMAGE, "sh", "-c", "sleep 1000; true");
            try (Container container = container(id)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> container.read().processes().size() == 2);
                docker("exec", "-d", id, "sh", "-c", "trap : TERM; sleep 1001; true");
                List<ProcessKey> all =
                        await().atMost(Duration.ofSeconds(30)).until(() -> members(id), keys -> keys.size() == 4);
                assertThat(container.read().processes()).hasSize(2);
                assertThat(container.killAll()).isEqualTo(SendResult.DELIVERED);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(all).noneMatch(proc::isStill));
            }
        }
    }

    @Test
    void aWrappedChildIsAskedAndCleansUp() throws Exception {
        String id = run(IMAGE, "sh", "-c", "sh -c \"" + TRAPS.replace("exit 7", "exit 0") + "\"; exit 9");
        ShutdownReport report = stop(id, 2);
        assertThat(report.outcome()).as("%s", report).contains(Outcome.GRACEFUL);
        assertThat(docker("wait", id).output()).isEqualTo("9");
    }

    @Test
    void aContainerThatIsGoneIsNotFoundAgain() throws Exception {
        String id = run(IMAGE, "sh", "-c", TRAPS);
        ContainerIdentity before;
        try (Container container = container(id)) {
            before = container.identity();
            assertThat(node.again(before)).isPresent();
        }
        assertThat(stop(id, 1).outcome()).contains(Outcome.GRACEFUL);
        assertThat(docker("wait", id).output()).isEqualTo("7");
        assertThat(node.container(id)).isEmpty();
        assertThat(node.again(before)).isEmpty();
        assertThat(docker("start", id).isSuccess()).isTrue();
        assertThat(node.again(before)).as("another run of it").isEmpty();
    }

    private ShutdownReport stop(String id, int processes) {
        Container container = container(id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> container.read().tree().stream()
                                .filter(process -> process.name().equals("sh") && hears(process, processes))
                                .count()
                        > 0);
        try (ShutdownRunner runner = new ShutdownRunner(BootClock::now, Journal.none())) {
            return runner.start(
                            id,
                            container,
                            Ladder.stop(Step.ask(Duration.ZERO, Signal.TERM), Duration.ofSeconds(60)),
                            new HearingMemory(),
                            report -> {})
                    .done()
                    .orTimeout(90, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static boolean hears(ProcessFacts process, int depth) {
        return process.caught().contains(Signal.TERM) && (depth == 1) == process.isNamespaceInit();
    }

    private List<ProcessKey> members(String id) {
        return new Members.OfCgroup(id)
                .all(proc)
                .boxed()
                .flatMap(pid -> proc.facts(pid).stream())
                .map(ProcessFacts::key)
                .toList();
    }

    private Container container(String id) {
        return node.container(id)
                .orElseThrow(() -> new TestAbortedException("docker: the engine runs on another machine"));
    }

    private String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", "-d", "--stop-timeout", "1"));
        command.addAll(Arrays.asList(arguments));
        Said said = docker(command.toArray(String[]::new));
        assertThat(said.isSuccess()).as(said.output()).isTrue();
        started.add(said.output());
        return said.output();
    }

    private static int mainPid(String id) throws Exception {
        return Integer.parseInt(docker("inspect", "-f", "{{.State.Pid}}", id).output());
    }

    private record Said(int code, String output) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    private static Said docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Programs.need("docker", "docker-cli")));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.outputWriter().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), output.strip());
    }
}
