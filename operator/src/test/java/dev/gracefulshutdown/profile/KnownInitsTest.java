package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownInitsTest {
    private static final String CHILD = """
            #!/bin/bash
            exec >HOME/events
            trap 'sleep 0.3; echo cleaned up; exit 0' TERM
            echo ready
            while :; do sleep 0.05; done
            """;

    @TempDir
    Path home;

    @BeforeEach
    void makeServices() throws Exception {
        Path service = Files.createDirectories(home.resolve("services/child"));
        executable(service.resolve("run"));
        executable(home.resolve("child"));
        Files.writeString(home.resolve("supervisord.conf"), """
                [supervisord]
                nodaemon=true
                user=root
                logfile=/dev/null
                logfile_maxbytes=0
                pidfile=HOME/pid
                [program:child]
                command=HOME/child
                """.replace("HOME", home.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "tini,        tini,             /sbin/tini|--|java",
        "tini,        tini-static,      /tini-static|--|java",
        "tini,        tini-static-amd,  /tini-static-amd64|--|java",
        "docker-init, docker-init,      /sbin/docker-init|--|java",
        "podman-init, podman-init,      /run/podman-init|--|java",
        "catatonit,   catatonit,        catatonit|-P",
        "dumb-init,   dumb-init,        /usr/bin/dumb-init|--|java",
        "S6Overlay,   s6-svscan,        /package/admin/s6/command/s6-svscan|-d4|--|/run/service",
        "S6Overlay,   s6-svscan,        s6-svscan|-t0|/var/run/s6/services",
        "s6-svscan,   s6-svscan,        s6-svscan|/etc/services",
        "runsvdir,    runsvdir,         runsvdir|-P|/etc/service",
        "supervisord, supervisord,      /usr/bin/python3|/usr/bin/supervisord|-n",
        "supervisord, python3,          python3|-u|-m|supervisor.supervisord",
        "systemd,     systemd,          /sbin/init",
        "systemd,     systemd,          /lib/systemd/systemd|--system",
    })
    void anInitIsRecognisedByItsProcess(String name, String comm, String argv) {
        assertThat(KnownInits.recognise(comm, List.of(argv.split("\\|"))))
                .hasValueSatisfying(init -> assertThat(init.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({"sh, sh|-c|tini", "systemd-journal, /lib/systemd/systemd-journald", "python3, python3|app.py"})
    void aResemblanceIsNotEnough(String comm, String argv) {
        assertThat(KnownInits.recognise(comm, List.of(argv.split("\\|")))).isEmpty();
    }

    @Test
    void everyInitSaysWhatItDoesAndWhereThatIsWritten() {
        assertThat(KnownInits.all()).allSatisfy(init -> {
            assertThat(init.summary()).endsWith(".").doesNotContain("\n");
            assertThat(init.docs()).startsWith("http");
            assertThat(init.recognise()).isNotEmpty();
            assertThat(init.caveats()).allMatch(c -> c.endsWith("."));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "tini,        tini,        tini,       tini|--|HOME/child",
        "tini,        tini-static, tini,       tini-static|--|HOME/child",
        "catatonit,   catatonit,   catatonit,  catatonit|--|HOME/child",
        "dumb-init,   dumb-init,   dumb-init,  dumb-init|--|HOME/child",
        "s6-svscan,   s6-svscan,   s6,         s6-svscan|HOME/services",
        "runsvdir,    runsvdir,    runit,      runsvdir|HOME/services",
        "supervisord, supervisord, supervisor, supervisord|-c|HOME/supervisord.conf",
    })
    void theRealOneIsRecognisedAndWaitsAsTheDataSays(String name, String program, String debianPackage, String command)
            throws Exception {
        Installed.program(program, debianPackage);
        List<String> line =
                Stream.of(command.replace("HOME", home.toString()).split("\\|")).toList();
        try (RealServer init = RealServer.start(home.resolve("log"), line)) {
            await().atMost(RealServer.PATIENCE).ignoreExceptions().until(() -> events().contains("ready"));
            KnownInit known = KnownInits.recognise(init.comm(), init.argv()).orElseThrow();
            assertThat(known.name()).isEqualTo(name);

            init.send(known.stopSignal().orElse(Signal.TERM));
            init.exitCode();

            assertThat(events().contains("cleaned up")).isEqualTo(known.waits());
        }
    }

    private String events() throws IOException {
        return Files.readString(home.resolve("events"));
    }

    private void executable(Path file) throws IOException {
        Files.writeString(file, CHILD.replace("HOME", home.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
