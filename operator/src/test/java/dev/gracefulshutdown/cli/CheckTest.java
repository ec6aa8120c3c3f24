package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** graceful check on real images. */
@Tag("docker")
final class CheckTest {
    private static final String POLITE = "trap 'exit 0' TERM; touch /ready; while :; do sleep 0.1; done";
    private static final String WRAPPED = "sh -c \"$0\"; true";
    private static final String IS_READY = "test -e /ready";

    private final DockerCli docker = new DockerCli();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeft() {
        assertThat(docker.docker("ps", "-aq", "--filter", "label=dev.gracefulshutdown.check"))
                .isEmpty();
        docker.close();
    }

    @Test
    void aPoliteImageIsGoodWhenItsHandlersHaveSettled() {
        CommandRun run = CommandRun.of("check", docker.shell(), "--", "sh", "-c", POLITE);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("stops well", "Graceful", "exit code 0");
    }

    @Test
    void aDeafImageIsNotAndTheLineToChangeIsNamed() throws IOException {
        Path junit = folder.resolve("stop.xml");
        CommandRun run = CommandRun.of(
                "check",
                docker.shell(),
                "--ready",
                "true",
                "--grace",
                "1s",
                "--junit",
                junit.toString(),
                "--",
                "sleep",
                "1000");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("does not stop well", "Forced", "exit code 137", "--init");
        assertThat(Files.readString(junit)).contains("failures=\"2\"", "the kernel drops SIGTERM");
    }

    @Test
    void aWrappedServerIsKilledWithoutHavingBeenAsked() {
        CommandRun run = CommandRun.of(
                "check", docker.shell(), "--ready", IS_READY, "--grace", "1s", "--", "sh", "-c", WRAPPED, POLITE);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("Deaf", "killed behind PID 1", "exec ");
    }

    @Test
    void behindAnInitTheShellDiesAndTheServerIsKilledWithPid1() {
        CommandRun run = CommandRun.of(
                "check", docker.shell(), "--init", "--ready", IS_READY, "--", "sh", "-c", WRAPPED, POLITE);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("Graceful", "killed behind PID 1, though they would have heard");
    }

    @Test
    void behindAnInitAServerAloneIsGood() {
        CommandRun run =
                CommandRun.of("check", docker.shell(), "--init", "--ready", IS_READY, "--", "sh", "-c", POLITE);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    @Test
    void aTrapThatIsNotReachedIsToldAsSuch() {
        CommandRun run = CommandRun.of(
                "check",
                docker.shell(),
                "--ready",
                IS_READY,
                "--grace",
                "1s",
                "--",
                "sh",
                "-c",
                "trap 'exit 0' TERM; touch /ready; sleep 1000; true");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("Forced", "trap 'kill -TERM");
    }

    @Test
    void aPortThatListensIsReadyAndABetterSignalIsNamed() {
        CommandRun run = CommandRun.of("check", docker.services(), "--ready", "80", "--", "nginx", "-g", "daemon off;");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("STOPSIGNAL SIGQUIT");
    }

    @Test
    void aProfileStopsAsAPolicyWould() {
        CommandRun run = CommandRun.of(
                "check", docker.services(), "--ready", "80", "--profile", "nginx", "--", "nginx", "-g", "daemon off;");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("SIGQUIT");
    }

    /** As its official image starts it: as its own user, by exec. */
    private static final String POSTGRES = "PATH=$PATH:$(echo /usr/lib/postgresql/*/bin); d=/var/lib/postgresql/test; "
            + "setpriv --reuid=postgres --regid=postgres --clear-groups initdb -D $d >/dev/null; "
            + "exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres -D $d -k /tmp";

    @Test
    void postgresStopsWellByTheEngineAndByItsProfile() {
        for (List<String> how : List.of(List.<String>of(), List.of("--profile", "PostgreSQL"))) {
            List<String> arguments = new ArrayList<>(List.of("check", docker.services(), "--ready", "5432"));
            arguments.addAll(how);
            arguments.addAll(List.of("--", "sh", "-c", POSTGRES));

            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("1 postgres", "Graceful", "exit code 0");
        }
    }

    @Test
    void theImagesOwnStopSignalIsWhatIsSent() throws IOException {
        String image = docker.build(
                folder, "STOPSIGNAL SIGINT", "CMD trap 'exit 7' INT; touch /ready; while :; do sleep 0.1; done");

        CommandRun run = CommandRun.of("check", image, "--ready", IS_READY, "-o", "json");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("\"signal\" : \"SIGINT\"", "\"exitCode\" : 7");
    }

    @Test
    void whatEndsBeforeItIsReadyIsToldWithItsLastWords() {
        CommandRun run = CommandRun.of("check", docker.shell(), "--", "sh", "-c", "echo no database; exit 3");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("exit code 3", "no database");
    }

    @Test
    void whatNeverGetsReadyIsTold() {
        CommandRun run = CommandRun.of(
                "check", docker.shell(), "--ready", "false", "--ready-within", "1s", "--", "sleep", "1000");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("is not ready after 1s", "--ready");
    }

    @Test
    void anImageThatIsNotThereIsAMistake() {
        CommandRun run = CommandRun.of("check", "no-such-image:1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("image no-such-image:1", "docker build");
    }
}
