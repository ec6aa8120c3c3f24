package dev.gracefulshutdown.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gracefulshutdown.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo that is ended by a signal, as by Ctrl-C. */
final class DemoEndedTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path temporary;

    @Test
    void leavesNoProcessAndNoFileBehindAndSaysNothingOfIt() throws Exception {
        Path said = folder.resolve("said");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo",
                        "-o",
                        "json")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !demo.isAlive() || folders().size() == 2);
            assumeTrue(demo.isAlive(), () -> "PID namespaces: " + read(said));

            demo.destroy();

            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(folders()).isEmpty();
            await().atMost(Duration.ofSeconds(30)).until(() -> processes().isEmpty());
            assertThat(read(said)).doesNotContain("graceful-demo", "Exception");
        } finally {
            demo.destroyForcibly();
            processes().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Those that write into the demo's folders. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> output(process).startsWith(temporary + "/graceful-demo"))
                .toList();
    }

    private static String output(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "fd", "1"))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> folders() {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(path -> path.getFileName().toString().startsWith("graceful-demo"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
