package dev.gracefulshutdown.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.handover.HandOver;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real API server calls a real operator. */
@Tag("cluster")
class AdmissionClusterTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {generateName: a-, labels: {app: NAME}}
            spec:
              terminationGracePeriodSeconds: 20
              securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: main
                image: localhost/bb:1
                command: [sleep, "1"]
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    @SuppressWarnings("NullAway.Init")
    private static AdmissionStage stage;

    @BeforeAll
    static void anOperatorServesAdmission() throws IOException {
        stage = new AdmissionStage(Duration.ofDays(90));
    }

    @AfterAll
    static void cleanUp() {
        stage.close();
    }

    private static String pod(String app) {
        return POD.replace("NAME", app);
    }

    private static String selecting(String app, String more) {
        return "{selector: {matchLabels: {app: " + app + "}}" + more + "}";
    }

    private static long grace(Pod pod) {
        return pod.getSpec().getTerminationGracePeriodSeconds();
    }

    @Test
    void aReadyPolicyPreparesEveryPodFromThenOn() {
        stage.policy(stage.name, "ready", selecting("ready", ", gracePeriod: 50s"));

        Pod pod = stage.dryRun(stage.name, pod("ready"));

        var hook = pod.getSpec()
                .getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getHttpGet();
        assertThat(hook.getPath()).isEqualTo(HandOver.path(HandOver.handle(pod).orElseThrow(), "main"));
        assertThat(hook.getHost()).isEqualTo("127.0.0.1");
        assertThat(grace(pod)).isEqualTo(52);
        assertThat(HandOver.grace(pod)).isEqualTo(Duration.ofSeconds(20));
        assertThat(stage.dryRun(stage.name, pod("another")).getMetadata().getAnnotations())
                .doesNotContainKey(HandOver.HANDLE);
    }

    @Test
    void podsOfADeploymentArePreparedAndTheDeploymentIsNot() {
        stage.policy(stage.name, "web", selecting("web", ", gracePeriod: 50s"));
        stage.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      nodeSelector: {nowhere: "true"}
                      containers: [{name: main, image: localhost/bb:1}]
                """, stage.name);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(stage.client
                                .pods()
                                .inNamespace(stage.name)
                                .withLabel("app", "web")
                                .list()
                                .getItems())
                        .hasSize(2)
                        .allSatisfy(pod -> assertThat(grace(pod)).isEqualTo(52))
                        .extracting(pod -> HandOver.handle(pod).orElseThrow())
                        .doesNotHaveDuplicates());
        var template = stage.client
                .apps()
                .deployments()
                .inNamespace(stage.name)
                .withName("web")
                .get()
                .getSpec()
                .getTemplate();
        assertThat(template.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(30);
        assertThat(template.getSpec().getContainers().getFirst().getLifecycle()).isNull();
    }

    @Test
    void aNamespaceThatForbidsHostsGetsItsPodsWithTheCeilingAlone() {
        stage.policy(stage.restricted, "strict", selecting("strict", ", gracePeriod: 50s"));

        Pod pod = stage.dryRun(stage.restricted, pod("strict"));

        assertThat(grace(pod)).isEqualTo(52);
        assertThat(pod.getSpec().getContainers().getFirst().getLifecycle()).isNull();
    }

    @Test
    void whoMayNotDeletePodsMayNotWriteWhatEndsThem() {
        allow("junior", "gracefulshutdown.dev", "*", "'*'");

        assertThatThrownBy(() -> stage.createAs("junior", policy("end", selecting("x", "")), stage.name))
                .hasMessageContaining(
                        "spec: the policy ends pods, and junior may not delete pods in namespace " + stage.name);
        assertThatThrownBy(() -> stage.createAs("junior", shutdown("end", "{podRef: {name: a, uid: b}}"), stage.name))
                .hasMessageContaining("junior may not delete pods \"a\"");
        stage.createAs("junior", policy("look", selecting("x", ", mode: DryRun")), stage.name);
    }

    @Test
    void whoMayNotScaleMayNotSayState() {
        allow("operatrix", "gracefulshutdown.dev", "*", "'*'");
        allow("operatrix-pods", "", "pods", "delete", "operatrix");
        String spec = "{targetRef: {apiVersion: apps/v1, kind: Deployment, name: none}, state: Stopped}";

        assertThatThrownBy(() -> stage.createAs("operatrix", policy("scale", spec), stage.name))
                .hasMessageContaining("spec.state: ")
                .hasMessageContaining("operatrix may not update deployments/scale \"none\"");

        allow("operatrix-scale", "apps", "deployments/scale", "update", "operatrix");
        stage.createAs("operatrix", policy("scale", spec), stage.name);
    }

    @Test
    void theClustersLimitsAreSaid() {
        assertThatThrownBy(() -> stage.create(policy("long", selecting("x", ", gracePeriod: 2h")), stage.name))
                .hasMessageContaining("no shutdown may take longer than 1h here")
                .hasMessageContaining("limits.maxCeiling");
        assertThatThrownBy(() -> stage.create(policy("held", selecting("x", ", onDeadline: Hold")), stage.name))
                .hasMessageContaining("spec.onDeadline: Hold is not allowed in namespace " + stage.name);
        assertThatThrownBy(() -> stage.create(policy("more", selecting("x", ", maxExtension: 11m")), stage.name))
                .hasMessageContaining("spec.maxExtension: 11m is more than the 10m");
    }

    @Test
    void aRequestMeansThePodThatThereIsNow() {
        stage.create(pod("uid").replace("generateName: a-", "name: uid"), stage.name);
        stage.create(shutdown("uid", "{podRef: {name: uid}}"), stage.name);

        var pod = stage.client.pods().inNamespace(stage.name).withName("uid").get();
        var spec = stage.client
                .resources(Shutdown.class)
                .inNamespace(stage.name)
                .withName("uid")
                .get()
                .getSpec();
        assertThat(Objects.requireNonNull(spec.podRef()).uid())
                .isEqualTo(pod.getMetadata().getUid());
        assertThatThrownBy(() -> stage.create(shutdown("nobody", "{podRef: {name: nobody}}"), stage.name))
                .hasMessageContaining("there is no pod nobody in namespace " + stage.name);
        assertThatThrownBy(() -> stage.create(shutdown("odd", "{podRef: {name: '../pods/uid'}}"), stage.name))
                .hasMessageContaining("there is no pod ../pods/uid in namespace " + stage.name);
    }

    @Test
    void recordsAreTheAgentsAlone() {
        String record = shutdown("record", "{podRef: {name: a, uid: b}, origin: Observed}");
        allow("system:serviceaccount:" + stage.name + ":graceful-agent", "gracefulshutdown.dev", "*", "'*'");

        assertThatThrownBy(() -> stage.create(record, stage.name))
                .hasMessageContaining("spec.origin: Observed is for the agents' records");
        stage.createAs("system:serviceaccount:" + stage.name + ":graceful-agent", record, stage.name);
    }

    @Test
    void aCertificateIsRenewedWithoutAPodThatMissesItsHook() throws IOException {
        try (var other = new AdmissionStage(Duration.ofSeconds(45))) {
            other.policy(other.name, "p", selecting("p", ""));
            List<String> served = new ArrayList<>(List.of(other.secret()));

            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        assertThat(HandOver.handle(other.dryRun(other.name, pod("p"))))
                                .isPresent();
                        String now = other.secret();
                        if (!served.contains(now)) {
                            served.add(now);
                        }
                        return served.size() == 3;
                    });
        }
    }

    @Test
    void withoutTheOperatorPodsAreCreatedAsTheyAre() throws IOException {
        try (var other = new AdmissionStage(Duration.ofDays(1))) {
            other.policy(other.name, "p", selecting("p", ""));
            assertThat(HandOver.handle(other.dryRun(other.name, pod("p")))).isPresent();

            other.operatorEnds();

            Pod pod = other.dryRun(other.name, pod("p"));
            assertThat(HandOver.handle(pod)).isEmpty();
            assertThat(grace(pod)).isEqualTo(20);
        }
    }

    private static String policy(String name, String spec) {
        return "apiVersion: gracefulshutdown.dev/v1alpha1\nkind: GracefulShutdownPolicy\nmetadata: {name: %s}\nspec: %s\n"
                .formatted(name, spec);
    }

    private static String shutdown(String name, String spec) {
        return "apiVersion: gracefulshutdown.dev/v1alpha1\nkind: Shutdown\nmetadata: {name: %s}\nspec: %s\n"
                .formatted(name, spec);
    }

    private static void allow(String user, String group, String resource, String verb) {
        allow(user.replace(':', '-'), group, resource, verb, user);
    }

    private static void allow(String role, String group, String resource, String verb, String user) {
        stage.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: %1$s}
                rules: [{apiGroups: ["%2$s"], resources: ["%3$s"], verbs: [%4$s]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "%5$s"}]
                """.formatted(role, group, resource, verb, user), stage.name);
    }
}
