package dev.gracefulshutdown.cli;

import static dev.gracefulshutdown.cli.Called.graceful;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graceful stop} on real servers in real containers. */
@Tag("docker")
class StopServersTest {
    private static final String POSTGRES = """
            b=$(echo /usr/lib/postgresql/*/bin)
            test -d /tmp/data || $b/initdb --no-sync -A trust -D /tmp/data >/dev/null
            exec $b/postgres -D /tmp/data -k /tmp -c listen_addresses=
            """;
    private static final String PSQL = "exec /usr/lib/postgresql/*/bin/psql -h /tmp postgres -Atc ";
    private static final int DOWNLOAD = 6_000_000;

    private final Containers containers = new Containers();

    @TempDir
    private Path folder;

    @AfterEach
    void removeAll() {
        containers.close();
    }

    private String postgresWithAClient() {
        String db = containers.runOf(Containers.servers(), "db", POSTGRES, "--user", "postgres");
        containers.says("db", "ready to accept connections");
        Containers.docker("exec", "-d", db, "sh", "-c", PSQL + "'select pg_sleep(600)'");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Containers.docker(
                                "exec",
                                db,
                                "sh",
                                "-c",
                                PSQL + "\"select count(*) from pg_stat_activity where wait_event = 'PgSleep'\"")
                        .strip()
                        .equals("1"));
        return db;
    }

    private void endedCleanlyWithinFourSeconds(Called called, String db) {
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.outcome(db)).isEqualTo("Escalated");
        assertThat(called.signals(db)).containsExactly("SIGTERM", "SIGINT");
        assertThat(called.status(db).at("/containers/0/exitCode").asInt(-1)).isZero();
        assertThat(Duration.between(
                        Instant.parse(called.status(db).path("startedAt").asText()),
                        Instant.parse(called.status(db).path("finishedAt").asText())))
                .isLessThan(Duration.ofSeconds(4));
        Containers.docker("start", db);
        containers.says("db", "database system was shut down at");
        assertThat(Containers.log(db)).doesNotContain("not properly shut down");
    }

    @Test
    void postgresWithAClientEndsCleanlyByItsPolicy() throws IOException {
        String db = postgresWithAClient();
        Path policy = Files.writeString(folder.resolve("orders-db.yaml"), """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: orders-db}
                spec:
                  docker: {names: [%s]}
                  gracePeriod: 60s
                  escalation: [{at: 3s, signal: SIGINT}]
                  onDeadline: Hold
                """.formatted(db));
        endedCleanlyWithinFourSeconds(graceful("stop", "-f", policy.toString(), db, "-o", "json"), db);
    }

    @Test
    void itsProfileAloneDoesTheSame() {
        String db = postgresWithAClient();
        endedCleanlyWithinFourSeconds(graceful("stop", "--profile", "postgresql", db, "-o", "json"), db);
    }

    @Test
    void nginxFinishesADownloadByItsProfile() throws IOException {
        String web = containers.runOf(Containers.servers(), "web", """
                head -c %d /dev/zero > /tmp/big; chmod 644 /tmp/big
                printf 'events {} http { server { listen 8080; root /tmp; limit_rate 2m; } }' > /tmp/nginx.conf
                echo ready; exec nginx -c /tmp/nginx.conf -g 'daemon off;'
                """.formatted(DOWNLOAD));
        String address = Containers.inspect(web, "{{.NetworkSettings.IPAddress}}");
        URI big = URI.create("http://" + address + ":8080/big");
        await().ignoreExceptions().atMost(Duration.ofSeconds(20)).until(() -> {
            try (InputStream probe =
                    URI.create("http://" + address + ":8080/").toURL().openStream()) {
                return probe != null;
            } catch (java.io.FileNotFoundException | java.net.HttpRetryException answered) {
                return true;
            } catch (IOException e) {
                return String.valueOf(e.getMessage()).contains("HTTP response code");
            }
        });
        try (InputStream download = big.toURL().openStream()) {
            assertThat(download.read()).isZero();
            var stopping = java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> graceful("stop", "--profile", "Nginx", web, "-o", "json"));
            assertThat(download.readAllBytes()).hasSize(DOWNLOAD - 1);
            Called called = stopping.join();
            assertThat(called.outcome(web)).as(called.err()).isEqualTo("Graceful");
            assertThat(called.signals(web)).containsExactly("SIGQUIT");
        }
    }

    @Test
    @Tag("slow")
    void aPythonThatIsDeafToTermGetsIntAtOnceUnderSkip() {
        String python = containers.runOf(
                Containers.servers(),
                "python",
                "exec python3 -c 'import time; print(\"ready\", flush=True); time.sleep(600)'");
        containers.says("python", "ready");
        Instant startedAt = Instant.parse(Containers.inspect(python, "{{.State.StartedAt}}"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(startedAt.plusSeconds(11)));
        Called called = graceful("stop", "--skip-deaf", "--schedule", "TERM/30/INT/30/KILL", python, "-o", "json");
        assertThat(called.outcome(python)).as(called.err()).isEqualTo("Escalated");
        assertThat(called.status(python).at("/containers/0/steps/0/delivery").asText())
                .isEqualTo("Undeliverable");
        assertThat(Duration.between(
                        Instant.parse(called.status(python).path("startedAt").asText()),
                        Instant.parse(called.status(python).path("finishedAt").asText())))
                .isLessThan(Duration.ofSeconds(10));
    }
}
