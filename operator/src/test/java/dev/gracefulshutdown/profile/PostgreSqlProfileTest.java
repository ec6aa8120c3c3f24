package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.LadderWalk.Stopped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("PostgreSQL")
class PostgreSqlProfileTest {
    private static final Verification VERIFICATION = Verification.of(PostgreSqlProfileTest.class);

    /** It refuses to run as root. */
    private static final List<String> AS_POSTGRES =
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--");

    @TempDir
    static Path home;

    @BeforeAll
    static void initialise() throws Exception {
        Installed.asRoot();
        String initdb = Installed.postgres("initdb");
        Files.setOwner(
                home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        Process process = new ProcessBuilder(asPostgres(initdb, "--no-sync", "--auth=trust", "-D", data().toString()))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("initdb.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> "initdb, see " + home.resolve("initdb.log"))
                .isZero();
    }

    @Test
    void anIdleClientDoesNotKeepItForMoreThanFourSecondsAndTheNextStartIsClean() throws Exception {
        try (RealServer server = start("idle.log");
                Psql client = new Psql()) {
            client.runs(
                    "create table kept (n int); insert into kept values (42); select 'com' || 'mitted'", "committed");

            Stopped stopped = VERIFICATION.stop(server);

            assertThat(stopped.outcome()).isEqualTo(Outcome.ESCALATED);
            assertThat(stopped.sent()).containsExactly(Signal.TERM, Signal.INT);
            assertThat(stopped.exitCode()).isZero();
            assertThat(stopped.took()).isLessThan(Duration.ofSeconds(4));
            assertThat(server.log()).contains("database system is shut down");
        }
        try (RealServer server = start("next.log");
                Psql client = new Psql()) {
            assertThat(server.log())
                    .contains("database system was shut down at")
                    .doesNotContain("not properly shut down");
            client.runs("select 'n=' || n from kept", "n=42");
        }
    }

    @Test
    void withoutClientsTheFirstSignalIsEnough() throws Exception {
        try (RealServer server = start("alone.log")) {
            Stopped stopped = VERIFICATION.stop(server);

            assertThat(stopped.sent()).containsExactly(Signal.TERM);
            assertThat(stopped.exitCode()).isZero();
        }
    }

    @Test
    void quitIsNoEscalationAsTheNextStartMustRecover() {
        try (RealServer server = start("quit.log")) {
            server.send(Signal.QUIT);
            server.exitCode();
        }
        try (RealServer server = start("recovery.log")) {
            assertThat(server.log()).contains("database system was not properly shut down");
        }
    }

    private static RealServer start(String log) {
        return RealServer.start(
                        home.resolve(log),
                        asPostgres(
                                Installed.postgres("postgres"),
                                "-D",
                                data().toString(),
                                "-k",
                                home.toString(),
                                "-c",
                                "listen_addresses="))
                .prints("ready to accept connections");
    }

    private static Path data() {
        return home.resolve("data");
    }

    private static List<String> asPostgres(String... command) {
        List<String> line = new ArrayList<>(AS_POSTGRES);
        line.addAll(List.of(command));
        return line;
    }

    /** A client that stays connected until it is closed. */
    private static final class Psql implements AutoCloseable {
        private final Process process;
        private final Writer in;
        private final BufferedReader out;

        Psql() throws IOException {
            process = new ProcessBuilder(
                            Installed.postgres("psql"), "-At", "-h", home.toString(), "-U", "postgres", "postgres")
                    .redirectErrorStream(true)
                    .start();
            in = process.outputWriter();
            out = process.inputReader();
        }

        void runs(String sql, String expected) throws IOException {
            in.write(sql + ";\n");
            in.flush();
            List<String> seen = new ArrayList<>();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                seen.add(line);
                if (line.equals(expected)) {
                    return;
                }
            }
            assertThat(seen).contains(expected);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
