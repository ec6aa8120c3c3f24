package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProfilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "postgresql", "POSTGRESQL"})
    void aNameIsFoundInAnyCase(String name) {
        assertThat(ServerProfiles.require(name).name()).isEqualTo("PostgreSQL");
    }

    @Test
    void caseDependsOnNoLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(ServerProfiles.byName("NGINX")).isPresent();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThat(ServerProfiles.byName("Postgres")).isEmpty();
        assertThatThrownBy(() -> ServerProfiles.require("Postgres"))
                .isInstanceOf(UnknownProfileException.class)
                .hasMessageContaining("\"Postgres\"")
                .hasMessageContaining("PostgreSQL, Nginx, HAProxy, Redis, Python, JVM, NodeJS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Auto", "auto"})
    void thePolicysOwnWordsAreNoProfiles(String word) {
        assertThatThrownBy(() -> ServerProfiles.require(word)).isInstanceOf(UnknownProfileException.class);
    }

    /** As /proc has them, the arguments parted by a bar. */
    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, postgres,     /usr/lib/postgresql/15/bin/postgres|-D|/data",
        "PostgreSQL, postgres,     postgres",
        "Nginx,      nginx,        'nginx: master process nginx -g daemon off;||'",
        "Nginx,      nginx,        /usr/sbin/nginx|-g|daemon off; master_process off;",
        "HAProxy,    haproxy,      haproxy|-W|-db|-f|/usr/local/etc/haproxy/haproxy.cfg",
        "Redis,      redis-server, redis-server *:6379|||",
        "Redis,      redis-server, /usr/bin/redis-server 127.0.0.1:6379",
        "Python,     python3,      python3|app.py",
        "Python,     python3.12,   /usr/local/bin/python3.12|-m|http.server",
        "Python,     gunicorn,     /usr/local/bin/python|/usr/local/bin/gunicorn|app:app",
        "JVM,        java,         /opt/java/openjdk/bin/java|-jar|app.jar",
        "NodeJS,     node,         node|server.js",
    })
    void aServerIsRecognisedByItsProcess(String name, String comm, String argv) {
        assertThat(ServerProfiles.recognise(comm, split(argv)))
                .hasValueSatisfying(p -> assertThat(p.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres,        'postgres: checkpointer '",
        "postgres,        'postgres: 15/main: walwriter '",
        "postgres,        'postgres: shop orders 10.0.0.7(51234) idle'",
        "nginx,           'nginx: worker process'",
        "nginx,           'nginx: worker process is shutting down'",
        "nginx,           'nginx: cache manager process'",
        "redis-server,    'redis-rdb-bgsave *:6379'",
    })
    void aWorkerIsNotItsMaster(String comm, String argv) {
        assertThat(ServerProfiles.recognise(comm, split(argv))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sh,              sh|-c|nginx",
        "bash,            bash|/usr/local/bin/docker-entrypoint.sh|postgres",
        "psql,            psql|postgres",
        "postgres,        bash|postgres",
        "java-agent,      /opt/java-agent",
        "redis-cli,       redis-cli|monitor",
        "python3-config,  python3-config",
        "supervisord,     /usr/bin/python3|/usr/bin/supervisord|-n",
        "tini,            tini|--|java|-jar|app.jar",
        "'',              ''",
    })
    void aResemblanceIsNotEnough(String comm, String argv) {
        assertThat(ServerProfiles.recognise(comm, split(argv))).isEmpty();
    }

    @Test
    void aProcessWithoutArgumentsIsNoServer() {
        assertThat(ServerProfiles.recognise("postgres", List.of())).isEmpty();
    }

    @Test
    void autoTakesVerifiedProfilesOnly() {
        assertThat(ServerProfiles.auto("postgres", List.of("postgres"))).isPresent();
        assertThat(ServerProfiles.recognise("node", List.of("node", "server.js")))
                .hasValueSatisfying(p -> assertThat(p.verified()).isFalse());
        assertThat(ServerProfiles.auto("node", List.of("node", "server.js"))).isEmpty();
    }

    private static List<String> split(String argv) {
        return List.of(argv.split("\\|", -1));
    }
}
