package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shutdowns that others start, of servers as they are: probes, rollouts, drains. */
@Tag("cluster")
@Tag("docker")
@Tag("helm")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_LOAD_IMAGE", matches = ".+")
@EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_BASE_IMAGE", matches = ".+")
@ExtendWith(WithAgents.class)
class WorkloadClusterTest {
    private static final int DRAINED = 60;

    @SuppressWarnings("NullAway.Init")
    private static Agents agents;

    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @BeforeAll
    static void aNamespace(Agents installed) {
        agents = installed;
        scene = Scene.in(agents);
    }

    @AfterAll
    static void remove() {
        scene.close();
    }

    @Test
    void aFailingProbeStartsTheLadderToo() {
        scene.policy("probed", "gracePeriod: 14s, stopSignal: SIGQUIT");
        scene.pod(
                "probed",
                "probed",
                "rm -f /notes/sick; " + Scene.QUITS,
                ", livenessProbe: {exec: {command: [sh, -c, \"test ! -e /notes/sick\"]}, periodSeconds: 1, failureThreshold: 1}",
                "");
        agents.onNode("touch /notes/sick");

        await("it was restarted")
                .atMost(Agents.LONGEST)
                .until(() -> scene.get("probed")
                                .getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getRestartCount()
                        == 1);

        assertThat(scene.notes("probed")).containsExactly("QUIT");
        Shutdown record = scene.record("probed");
        assertThat(record.getSpec().cause()).isEqualTo(Cause.PROBE);
        assertThat(record.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL);
    }

    @Test
    void aRolloutOfNginxCutsNoDownloadAndRefusesNobody() {
        scene.policy("web", "profile: Nginx, gracePeriod: 60s, drainDelay: 3s");
        scene.with("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: nginx
                        image: localhost/services:1
                        imagePullPolicy: IfNotPresent
                        readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
                        command:
                        - sh
                        - -c
                        - |
                          mkdir -p /tmp/www; echo ok >/tmp/www/small; dd if=/dev/zero of=/tmp/www/large bs=1M count=8
                          cat >/tmp/nginx.conf <<END
                          daemon off;
                          pid /tmp/nginx.pid;
                          error_log stderr;
                          events {}
                          http { access_log off; server { listen 8080; root /tmp/www; location /large { limit_rate 500k; } } }
                          END
                          exec nginx -c /tmp/nginx.conf
                """, "apply", "-f", "-").text();
        scene.kubectl("rollout", "status", "deployment/web", "--timeout=90s").text();
        List<String> before = podsOf("web");
        String service = scene.kubectl("get", "service/web", "-o", "jsonpath={.spec.clusterIP}")
                .text();
        // Downloads that take longer than the drain delay, and small ones one after the other, counted by what went
        // wrong.
        agents.onNode("cd /tmp; rm -f lost finished; "
                + "for i in 1 2 3 4; do (wget -q -O - http://" + service + "/large | wc -c >>finished) & done; "
                + "(until [ -e over ]; do wget -q -O /dev/null http://" + service
                + "/small || echo refused >>lost; sleep 0.1; done) "
                + ">/dev/null 2>&1 & sleep 1");
        scene.kubectl("rollout", "restart", "deployment/web").text();

        scene.kubectl("rollout", "status", "deployment/web", "--timeout=120s").text();
        await("the old ones are gone")
                .atMost(Agents.LONGEST)
                .until(() -> podsOf("web").stream().noneMatch(before::contains));
        agents.onNode("touch /tmp/over");
        await("downloads are over")
                .atMost(Agents.LONGEST)
                .until(() -> agents.onNode("wc -l </tmp/finished").strip().equals("4"));

        assertThat(agents.onNode("cat /tmp/lost 2>/dev/null || true")).isEmpty();
        assertThat(agents.onNode("cat /tmp/finished").lines()).containsOnly(String.valueOf(8 << 20));
        for (String pod : before) {
            assertThat(Scene.steps(scene.record(pod))).containsExactly("SIGQUIT by AGENT: DELIVERED");
        }
    }

    private static List<String> podsOf(String app) {
        return scene.kubectl("get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].metadata.name}")
                .text()
                .lines()
                .flatMap(line -> List.of(line.split(" ", -1)).stream())
                .toList();
    }

    @Test
    void postgresStopsCleanlyWithAClientByItsProfile() {
        scene.policy("db", "profile: PostgreSQL, gracePeriod: 20s");
        scene.with("""
                apiVersion: v1
                kind: Pod
                metadata: {name: db, labels: {app: db}}
                spec:
                  terminationGracePeriodSeconds: 30
                  volumes: [{name: notes, hostPath: {path: %s}}]
                  containers:
                  - name: postgres
                    image: localhost/services:1
                    imagePullPolicy: IfNotPresent
                    volumeMounts: [{name: notes, mountPath: /notes}]
                    readinessProbe: {tcpSocket: {port: 5432}, periodSeconds: 1}
                    command:
                    - sh
                    - -c
                    - |
                      bin=/usr/lib/postgresql/15/bin; mkdir -p /tmp/db /var/run/postgresql; chown postgres /tmp/db /var/run/postgresql
                      touch /notes/db; chmod 666 /notes/db
                      su postgres -c "$bin/initdb -D /tmp/db >/dev/null"
                      echo "host all all all trust" >>/tmp/db/pg_hba.conf
                      exec setpriv --reuid postgres --regid postgres --clear-groups sh -c \
                        "exec $bin/postgres -D /tmp/db -c listen_addresses='*' >>/notes/db 2>&1"
                """.formatted(agents.notes()), "create", "-f", "-").text();
        scene.kubectl("wait", "pod/db", "--for=condition=Ready", "--timeout=90s")
                .text();

        scene.end("db");

        Shutdown record = scene.record("db");
        assertThat(Scene.container(record).exitCode()).isZero();
        assertThat(record.getStatus().outcome()).isIn(Outcome.GRACEFUL, Outcome.ESCALATED);
        assertThat(scene.notes("db")).last().asString().contains("database system is shut down");
    }

    @Test
    void aDrainOfManyPodsOfAllKindsRecordsEachOnce() {
        scene.policy("drained", "gracePeriod: 10s, onUndeliverable: Skip");
        List<String> kinds = List.of(Scene.POLITE, Scene.WRAPPED, Scene.DEAF, Scene.STUBBORN);
        String pods = IntStream.range(0, DRAINED)
                .mapToObj(i -> scene.podYaml("drained-" + i, "drained", kinds.get(i % kinds.size()), "", ""))
                .collect(Collectors.joining("---\n"));
        scene.with(pods, "create", "-f", "-").text();
        scene.kubectl("wait", "pods", "-l", "app=drained", "--for=condition=Ready", "--timeout=240s")
                .text();

        // A drain's way: by eviction, all at once.
        for (int i = 0; i < DRAINED; i++) {
            String pod = "drained-" + i;
            agents.client().pods().inNamespace(scene.namespace).withName(pod).evict();
        }
        scene.kubectl("wait", "pods", "-l", "app=drained", "--for=delete", "--timeout=240s")
                .text();

        await("all records").atMost(Agents.LONGEST).until(() -> recorded().size() == DRAINED);
        for (int i = 0; i < DRAINED; i++) {
            String pod = "drained-" + i;
            Shutdown record = scene.record(pod);
            assertThat(record.getSpec().cause()).as(pod).isEqualTo(Cause.EVICTION);
            assertThat(record.getStatus().handOver()).as(pod).isTrue();
            assertThat(scene.notes(pod)).as(pod).isEqualTo(heard(i % kinds.size()));
        }
    }

    private static List<String> heard(int kind) {
        return List.of(List.of("TERM"), List.of("TERM", "after"), List.<String>of(), List.of("TERM"))
                .get(kind);
    }

    private static Set<String> recorded() {
        return scene.records().stream()
                .filter(it -> it.getStatus() != null && it.getStatus().finishedAt() != null)
                .map(it -> Objects.requireNonNull(it.getSpec().podRef()).name())
                .filter(name -> name.startsWith("drained-"))
                .collect(Collectors.toSet());
    }

    @Test
    void whatCantBeReadGivesNoMoreTimeAndIsKilledAtItsEnd() {
        scene.policy("writes", "gracePeriod: 4s, extendWhile: [DiskWrites], maxExtension: 20s");
        scene.pod(
                "writes",
                "writes",
                "trap 'echo TERM >>$NOTES; i=0; while [ $i -lt 8 ]; do dd if=/dev/zero of=/tmp/f bs=1M count=20 2>/dev/null;"
                        + " sleep 1; i=$((i+1)); done; echo flushed >>$NOTES; exit 0' TERM; while :; do sleep 3600 & wait $!; done");

        scene.end("writes");

        Shutdown record = scene.record("writes");
        // Where the kernel shows its progress it is waited for; where it doesn't, it has what it was given.
        if (record.getStatus().outcome() == Outcome.GRACEFUL) {
            assertThat(scene.notes("writes")).containsExactly("TERM", "flushed");
        } else {
            assertThat(record.getStatus().outcome()).isEqualTo(Outcome.FORCED);
            assertThat(scene.notes("writes")).containsExactly("TERM");
        }
    }
}
