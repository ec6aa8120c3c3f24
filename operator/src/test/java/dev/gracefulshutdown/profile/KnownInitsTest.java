package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

    private static final String DEAF_CHILD = """
            #!/bin/bash
            exec >HOME/events
            trap '' TERM
            echo $$ >HOME/child.pid
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
        "runit,       runit,            runit",
        "runit,       runit,            /sbin/runit",
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
    @CsvSource({
        "sh, sh|-c|tini",
        "runsv, runsv|runit",
        "systemd-journal, /lib/systemd/systemd-journald",
        "python3, python3|app.py"
    })
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

    /** Its own, and no more: what came before the SIGKILL was waited for by the init alone. */
    @ParameterizedTest
    @CsvSource({"supervisord, SIGTERM, terminated by SIGKILL", "runit, SIGINT, killed in stage 3"})
    @Tag("slow")
    void theRealOneKillsWhatGoesOnOnceItsOwnTimeIsOver(String name, String signal, String says) throws Exception {
        List<String> line = name.equals("runit") ? runit() : supervisord();
        script(home.resolve("child"), DEAF_CHILD);
        script(home.resolve("services/child/run"), DEAF_CHILD);
        try (RealServer init = RealServer.start(home.resolve("log"), line)) {
            await().atMost(RealServer.PATIENCE).ignoreExceptions().until(() -> events().contains("ready"));
            KnownInit known = KnownInits.recognise(init.comm(), init.argv()).orElseThrow();
            assertThat(known.name()).isEqualTo(name);
            assertThat(known.stopSignal().orElse(Signal.TERM).fullName()).isEqualTo(signal);
            Duration ownTime = known.innerTime(Map.of()).orElseThrow();

            // By the wall clock, as it counts itself.
            Instant asked = Instant.now();
            init.send(known.stopSignal().orElse(Signal.TERM));
            assertThat(init.exitsWithin(ownTime.plus(RealServer.PATIENCE)))
                    .as("it ends")
                    .isTrue();

            assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(ownTime);
            assertThat(init.log()).contains(says);
        }
    }

    private List<String> supervisord() {
        return List.of(
                Installed.program("supervisord", "supervisor"),
                "-c",
                home.resolve("supervisord.conf").toString());
    }

    /** With Debian's way to ask, and stage 3's own words for the services; its files lie below fixed paths. */
    private List<String> runit() throws IOException {
        Installed.asRoot();
        String runit = Installed.program("runit", "runit");
        Path stages = Files.createDirectories(home.resolve("runit"));
        Files.createDirectories(home.resolve("run"));
        script(stages.resolve("1"), "#!/bin/sh\n");
        script(stages.resolve("2"), "#!/bin/sh\nexec runsvdir HOME/services\n");
        script(stages.resolve("3"), """
                #!/bin/sh
                exec >>HOME/log 2>&1
                child=$(cat HOME/child.pid)
                sv force-stop HOME/services/*
                while kill -0 $child; do sleep 0.1; done
                echo killed in stage 3
                """);
        script(stages.resolve("ctrlaltdel"), Files.readString(Path.of("/etc/runit/ctrlaltdel")));
        return List.of(
                "sh",
                "-c",
                "mount --bind HOME/runit /etc/runit && mount --bind HOME/run /run && exec RUNIT"
                        .replace("HOME", home.toString())
                        .replace("RUNIT", runit));
    }

    private String events() throws IOException {
        return Files.readString(home.resolve("events"));
    }

    private void executable(Path file) throws IOException {
        script(file, CHILD);
    }

    private void script(Path file, String text) throws IOException {
        Files.writeString(file, text.replace("HOME", home.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
