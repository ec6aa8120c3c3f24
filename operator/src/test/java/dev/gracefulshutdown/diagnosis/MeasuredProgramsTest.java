package dev.gracefulshutdown.diagnosis;

import static dev.gracefulshutdown.diagnosis.Case.Ears.NONE;
import static dev.gracefulshutdown.diagnosis.Case.Ears.blocks;
import static dev.gracefulshutdown.diagnosis.Case.Ears.catches;
import static dev.gracefulshutdown.diagnosis.Case.Ears.ignores;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program that was measured as PID 1, with the masks it was seen with, and what SIGTERM really did to it. */
final class MeasuredProgramsTest {
    static Stream<Arguments> programs() {
        return Stream.of(
                row(
                        "a shell that waits",
                        Case.of("sh", catches("I"), "sh", "-c", "sleep 100; true")
                                .child("sleep", NONE),
                        Hearing.DEAF,
                        "Killed"),
                row("sleep", Case.of("sleep", NONE, "sleep", "100"), Hearing.DEAF, "Killed"),
                row("Perl", Case.of("perl", NONE, "perl", "x.pl"), Hearing.DEAF, "Killed"),
                row(
                        "a loop of bash",
                        Case.of("bash", catches("I"), "bash", "-c", "while :; do sleep 1; done"),
                        Hearing.DEAF,
                        "Killed"),
                row(
                        "bash and SIGINT",
                        Case.of("bash", catches("I"), "bash").stoppedBy(Signal.INT),
                        Hearing.CATCHES,
                        "GoesOn"),
                row("Python", Case.of("python3", catches("I"), "python3", "app.py"), Hearing.DEAF, "Killed"),
                row(
                        "Python and SIGINT",
                        Case.of("python3", catches("I"), "python3", "app.py").stoppedBy(Signal.INT),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "Node.js, with a handler or without",
                        Case.of("node", catches("IT"), "node", "server.js"),
                        Hearing.CATCHES,
                        "LooksOnly"),
                row("Java", Case.of("java", catches("HIQT"), "java", "-jar", "a.jar"), Hearing.CATCHES, "Ends"),
                row(
                        "Java and SIGQUIT",
                        Case.of("java", catches("HIQT"), "java", "-jar", "a.jar")
                                .stoppedBy(Signal.QUIT),
                        Hearing.CATCHES,
                        "GoesOn"),
                row("Java -Xrs", Case.of("java", NONE, "java", "-Xrs", "-jar", "a.jar"), Hearing.DEAF, "Killed"),
                row("Go", Case.of("server", catches("HIQT"), "/server"), Hearing.CATCHES, "Ends"),
                row("Ruby", Case.of("ruby", catches("HIQT"), "ruby", "a.rb"), Hearing.CATCHES, "Ends"),
                row("PHP", Case.of("php", catches("HIQT"), "php", "a.php"), Hearing.CATCHES, "Ends"),
                row(
                        "tini",
                        Case.of("tini", ignores(""), "tini", "--", "node", "a.js")
                                .child("node", catches("IT"), "node", "a.js"),
                        Hearing.FORWARDS,
                        "Forwards"),
                row(
                        "docker run --init",
                        Case.of("docker-init", NONE, "/sbin/docker-init", "--", "node")
                                .child("node", catches("IT"), "node"),
                        Hearing.FORWARDS,
                        "Forwards"),
                row(
                        "dumb-init",
                        Case.of("dumb-init", catches("HIQT"), "dumb-init", "x").child("x", catches("T")),
                        Hearing.FORWARDS,
                        "Forwards"),
                row(
                        "catatonit",
                        Case.of("catatonit", blocks("HIQT"), "catatonit", "x").child("x", catches("T")),
                        Hearing.FORWARDS,
                        "Forwards"),
                row(
                        "s6-svscan",
                        Case.of("s6-svscan", blocks("HIQT"), "s6-svscan", "/services")
                                .child("s6-supervise", catches("T"))
                                .child("s6-supervise", catches("T")),
                        Hearing.FORWARDS,
                        "Forwards"),
                row(
                        "runsvdir",
                        Case.of("runsvdir", catches("HT"), "runsvdir", "/etc/service")
                                .child("runsv", catches("T")),
                        Hearing.FORWARDS,
                        "Leaves"),
                row(
                        "supervisord",
                        Case.of("supervisord", catches("HIQT"), "/usr/bin/python3", "/usr/bin/supervisord", "-n")
                                .child("nginx", catches("HIQT")),
                        Hearing.FORWARDS,
                        "CutShort"),
                row(
                        "runit",
                        Case.of("runit", blocks("HT"), "runit").child("runsvdir", catches("HT")),
                        Hearing.FORWARDS,
                        "GoesOn"),
                row("systemd", Case.of("systemd", catches("HIQT"), "/sbin/init"), Hearing.FORWARDS, "GoesOn"),
                row(
                        "Gunicorn",
                        Case.of("gunicorn", catches("HIQT"), "/usr/bin/python3", "/usr/bin/gunicorn")
                                .child("gunicorn", catches("HIQT")),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "php-fpm",
                        Case.of("php-fpm8.2", catches("HIQT"), "php-fpm: master process (/etc/php.conf)")
                                .child("php-fpm8.2", catches("QT")),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "nginx",
                        Case.of("nginx", catches("HIQT"), "nginx: master process nginx")
                                .child("nginx", catches("HIQT"), "nginx: worker process"),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "Uvicorn",
                        Case.of("uvicorn", catches("IT"), "/usr/bin/python3", "/usr/bin/uvicorn"),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "Redis",
                        Case.of("redis-server", catches("IT").and(ignores("H")), "redis-server *:6379"),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "HAProxy",
                        Case.of("haproxy", catches("HITU"), "haproxy", "-W").child("haproxy", catches("ITU")),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "HAProxy and SIGQUIT",
                        Case.of("haproxy", catches("HIQTU"), "haproxy", "-W").stoppedBy(Signal.QUIT),
                        Hearing.CATCHES,
                        "GoesOn"),
                row("Apache", Case.of("apache2", catches("HITW"), "/usr/sbin/apache2"), Hearing.CATCHES, "Ends"),
                row("uWSGI", Case.of("uwsgi", catches("HIT"), "uwsgi"), Hearing.CATCHES, "GoesOn"),
                row(
                        "MariaDB",
                        Case.of("mariadbd", catches("HT").and(blocks("HIQT")), "mariadbd"),
                        Hearing.CATCHES,
                        "Ends"),
                row(
                        "a Celery worker",
                        Case.of("celery", catches("HIQT"), "/usr/bin/python3", "/usr/bin/celery"),
                        Hearing.CATCHES,
                        "Ends"),
                row("sigwait without blocking first", Case.of("waiter", NONE), Hearing.DEAF, "Killed"),
                row(
                        "sigwait, blocked first, between two waits",
                        Case.of("waiter", blocks("T")),
                        Hearing.QUEUES,
                        "Ends"));
    }

    private static Arguments row(String program, Case container, Hearing hearing, String verdict) {
        return Arguments.of(program, container, hearing, verdict);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void isDiagnosedAsItWasMeasured(String program, Case container, Hearing hearing, String verdict) {
        Diagnosis diagnosis = container.diagnosis();

        assertThat(diagnosis.evidence().hearing()).isEqualTo(hearing);
        assertThat(diagnosis.verdict().kind()).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void whatDoesNotEndGetsAdvice(String program, Case container, Hearing hearing, String verdict) {
        Diagnosis diagnosis = container.diagnosis();

        if (diagnosis.verdict().expectation() != Expectation.ENDS) {
            assertThat(diagnosis.advice()).isNotEmpty();
        }
    }
}
