package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Workload;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.workload.Mark;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code spec.state} on a real cluster: what is stopped, kept, brought back, and left alone. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
class StateClusterTest {
    private static Installation installation;
    private static OperatorProcess operator;
    private static StatusLaws laws;
    private static Place place;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create(
                "state",
                new PolicyRuleBuilder()
                        .withApiGroups("test.gracefulshutdown.dev")
                        .withResources("widgets")
                        .withVerbs("get", "list", "watch", "patch")
                        .build());
        installation.crd(Installation.resource("widget-crd.yaml"));
        installation.crd(Installation.resource("scaledobject-crd.yaml"));
        place = new Place(installation.client(), installation.watched());
        laws = StatusLaws.watching(installation.client(), installation.watched());
        operator = OperatorProcess.start(installation, "--scale-kinds", "test.gracefulshutdown.dev/v1/Widget")
                .awaitReady();
    }

    @AfterAll
    static void theConditionsKeptTheirLaws() throws Exception {
        try (Installation it = installation) {
            operator.close();
            assertThat(laws.broken()).isEmpty();
            assertThat(laws.seen()).isGreaterThan(20);
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    /** A kind, and what its workload looks like while it runs. */
    enum Kind {
        DEPLOYMENT("apps/v1", "Deployment", 2) {
            @Override
            String yaml(String name) {
                return Place.replicated("Deployment", name, 2);
            }
        },
        STATEFUL_SET("apps/v1", "StatefulSet", 2) {
            @Override
            String yaml(String name) {
                return Place.replicated("StatefulSet", name, 2);
            }
        },
        REPLICA_SET("apps/v1", "ReplicaSet", 2) {
            @Override
            String yaml(String name) {
                return Place.replicated("ReplicaSet", name, 2);
            }
        },
        DAEMON_SET("apps/v1", "DaemonSet", 1) {
            @Override
            String yaml(String name) {
                return "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: " + name
                        + "}, spec: {selector: {matchLabels:"
                        + " {app: " + name + "}}, template: "
                        + Place.template(name).replace("spec: {", "spec: {nodeSelector: {kubernetes.io/os: linux}, ")
                        + "}}";
            }
        },
        JOB("batch/v1", "Job", 1) {
            @Override
            String yaml(String name) {
                return "{apiVersion: batch/v1, kind: Job, metadata: {name: " + name + "}, spec: " + job(name) + "}";
            }
        },
        CRON_JOB("batch/v1", "CronJob", 0) {
            @Override
            String yaml(String name) {
                return "{apiVersion: batch/v1, kind: CronJob, metadata: {name: " + name
                        + "}, spec: {schedule: '0 0 1 1 *', jobTemplate: {spec: " + job(name) + "}}}";
            }
        },
        WIDGET("test.gracefulshutdown.dev/v1", "Widget", 0) {
            @Override
            String yaml(String name) {
                return "{apiVersion: test.gracefulshutdown.dev/v1, kind: Widget, metadata: {name: " + name
                        + "}, spec: {replicas: 4, other: kept}}";
            }
        };

        final String apiVersion;
        final String kind;
        final int pods;

        Kind(String apiVersion, String kind, int pods) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.pods = pods;
        }

        abstract String yaml(String name);

        String lowerName() {
            return kind.toLowerCase(java.util.Locale.ROOT);
        }

        private static String job(String name) {
            return "{template: " + Place.template(name).replace("spec: {", "spec: {restartPolicy: Never, ") + "}";
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoppedStaysStoppedAndComesBackAsItWas(Kind kind) {
        String name = "back-" + kind.lowerName();
        place.create(kind.yaml(name));
        place.awaitReadyPods(name, kind.pods);
        GenericKubernetesResource before = place.get(kind.apiVersion, kind.kind, name);
        place.create(Place.policy(kind.apiVersion, kind.kind, name, ""));
        place.awaitReady(name, Reason.AS_ASKED);
        place.assertUntouched(before);

        place.change(name, "{state: Stopped}");
        place.awaitReady(name, Reason.STOPPED);
        assertThat(place.pods(name)).filteredOn(Place::isRunning).isEmpty();
        Mark mark = Mark.of(place.get(kind.apiVersion, kind.kind, name)).orElseThrow();
        assertThat(mark.policy()).isEqualTo(name);

        place.change(name, "{gracePeriod: 3s}");
        place.awaitReady(name, Reason.STOPPED);
        assertThat(Mark.of(place.get(kind.apiVersion, kind.kind, name)))
                .as("to stop what is stopped does not forget what was")
                .contains(mark);

        place.change(name, "{state: Running}");
        place.awaitReadyPods(name, kind.pods);
        if (kind == Kind.WIDGET) {
            // Nobody makes pods for it.
            place.await(name, ConditionType.RECONCILING, "True", Reason.STARTING);
        } else {
            place.awaitReady(name, Reason.AS_ASKED);
        }
        GenericKubernetesResource after = place.get(kind.apiVersion, kind.kind, name);
        assertThat(after.getAdditionalProperties().get("spec"))
                .isEqualTo(before.getAdditionalProperties().get("spec"));
        assertThat(Mark.of(after)).isEmpty();
        assertThat(place.policies(name).get().getStatus().workload())
                .extracting(Workload::restores)
                .isNull();
    }

    @Test
    void aCronJobsJobsAreStoppedAndResumedWithIt() {
        String name = "cron-jobs";
        HasMetadata cron = place.create(Kind.CRON_JOB.yaml(name));
        String owner = ", ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: " + name
                + ", controller: true, uid: " + cron.getMetadata().getUid() + "}]}";
        place.create(Kind.JOB.yaml(name + "-29000000").replaceFirst("}", owner));
        waitForPods(name + "-29000000", 1);
        place.create(Place.policy("batch/v1", "CronJob", name, "state: Stopped"));

        place.awaitReady(name, Reason.STOPPED);
        waitForPods(name + "-29000000", 0);
        GenericKubernetesResource job = place.get("batch/v1", "Job", name + "-29000000");
        assertThat(job.<Boolean>get("spec", "suspend")).isTrue();
        assertThat(Mark.of(job)).isPresent();

        String late = name + "-late";
        place.create(Kind.JOB.yaml(late).replaceFirst("}", owner));
        Place.waiting("a Job that comes later is suspended too")
                .until(() ->
                        Boolean.TRUE.equals(place.get("batch/v1", "Job", late).get("spec", "suspend")));

        place.change(name, "{state: Running}");
        waitForPods(name + "-29000000", 1);
        waitForPods(late, 1);
        place.awaitReady(name, Reason.AS_ASKED);
        assertThat(Mark.of(place.get("batch/v1", "Job", late))).isEmpty();
    }

    private static void waitForPods(String app, int count) {
        Place.waiting(count + " pods of " + app).until(() -> place.pods(app).size() == count);
    }

    @Test
    void whatSomebodyGivesItMeanwhileIsWhatComesBackAndTheyAreOverruledThreeTimes() {
        String name = "contested";
        place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));
        place.awaitReady(name, Reason.STOPPED);

        for (int again : new int[] {1, 2, 3}) {
            place.patch("apps/v1", "Deployment", name, "{spec: {replicas: " + (1 + again) + "}}");
            Place.waiting("it is overruled " + again + " times").until(() -> {
                GenericKubernetesResource now = place.get("apps/v1", "Deployment", name);
                return replicas(now) == 0 && Mark.of(now).orElseThrow().was().equals(Map.of("replicas", 1 + again));
            });
        }
        place.patch("apps/v1", "Deployment", name, "{spec: {replicas: 2}}");
        assertThat(place.awaitStalled(name, Reason.CONTESTED)).contains("Deployment " + name, "3 times", "spec.state");
        assertThat(replicas(place.get("apps/v1", "Deployment", name))).isEqualTo(2);

        place.change(name, "{gracePeriod: 3s}");
        place.awaitReady(name, Reason.STOPPED);
        place.change(name, "{state: Running}");
        place.awaitReady(name, Reason.AS_ASKED);
        assertThat(replicas(place.get("apps/v1", "Deployment", name))).isEqualTo(2);
    }

    /** As Argo CD's selfHeal does. */
    @Test
    void aSecondManagerThatPutsItsReplicasBackIsToldAndNotFoughtForEver() {
        String name = "gitops";
        String wanted = Place.replicated("Deployment", name, 1);
        place.apply(wanted, "argocd-controller");
        place.awaitReadyPods(name, 1);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));
        place.awaitReady(name, Reason.STOPPED);

        Place.waiting("it is contested").until(() -> {
            place.apply(wanted, "argocd-controller");
            return Place.condition(place.policies(name).get(), ConditionType.STALLED)
                    .filter(c -> c.getStatus().equals("True") && c.getReason().equals(Reason.CONTESTED.text()))
                    .isPresent();
        });
        assertThat(replicas(place.get("apps/v1", "Deployment", name))).isEqualTo(1);
        assertThat(place.events(name, Reason.STOPPING)).hasSizeLessThan(10);
    }

    @Test
    void whoeverLeavesReplicasOutDoesNotFightWithUs() {
        String name = "gitops-shared";
        String without = Place.replicated("Deployment", name, 1).replace("replicas: 1, ", "");
        place.apply(without, "argocd-controller");
        place.awaitReadyPods(name, 1);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));
        place.awaitReady(name, Reason.STOPPED);

        for (int i = 0; i < 5; i++) {
            place.apply(without, "argocd-controller");
        }
        place.change(name, "{gracePeriod: 3s}");
        place.awaitReady(name, Reason.STOPPED);
        assertThat(Mark.of(place.get("apps/v1", "Deployment", name))
                        .orElseThrow()
                        .again())
                .isZero();
    }

    @Test
    void whatADeletedPolicyStoppedStaysStoppedAndANewOneStartsIt() {
        String name = "deleted";
        place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));
        place.awaitReady(name, Reason.STOPPED);
        place.policies(name).delete();

        place.create(Place.policy("apps/v1", "Deployment", name, "")
                .replaceFirst("name: " + name, "name: " + name + "-new"));
        place.awaitReady(name + "-new", Reason.AS_ASKED);
        assertThat(Place.condition(place.policies(name + "-new").get(), ConditionType.READY)
                        .orElseThrow()
                        .getMessage())
                .contains("stopped by policy " + name, "state: Running");
        assertThat(place.pods(name)).filteredOn(Place::isRunning).isEmpty();

        place.change(name + "-new", "{state: Running}");
        place.awaitReadyPods(name, 1);
        place.awaitReady(name + "-new", Reason.AS_ASKED);
        assertThat(Mark.of(place.get("apps/v1", "Deployment", name))).isEmpty();
    }

    @Test
    void whatSomebodyElseStoppedIsNotStarted() {
        String name = "not-ours";
        HasMetadata before = place.create(Place.replicated("Deployment", name, 0));
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Running"));

        place.awaitReady(name, Reason.AS_ASKED);
        place.assertUntouched(before);
    }

    @Test
    void anAutoscalerIsLeftAloneAndItsNumberComesBack() {
        String name = "autoscaled";
        place.create(Place.replicated("Deployment", name, 2));
        HasMetadata autoscaler = place.create(
                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: "
                        + name
                        + "}, spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment,"
                        + " name: " + name
                        + "}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}}");
        place.awaitReadyPods(name, 2);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));
        place.awaitReady(name, Reason.STOPPED);
        place.change(name, "{state: Running}");
        place.awaitReadyPods(name, 2);

        GenericKubernetesResource after = place.get("autoscaling/v2", "HorizontalPodAutoscaler", name);
        assertThat(after.getAdditionalProperties().get("spec"))
                .isEqualTo(((GenericKubernetesResource) autoscaler)
                        .getAdditionalProperties()
                        .get("spec"));
        assertThat(after.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void whatKedaWouldStartAgainIsNotStoppedUntilItIsPaused() {
        String name = "scaled-object";
        HasMetadata before = place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        place.create("{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: " + name
                + "}, spec: {scaleTargetRef: {name: " + name + "}, triggers: []}}");
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped"));

        assertThat(place.awaitStalled(name, Reason.AUTOSCALED))
                .contains("spec.state", "ScaledObject " + name, "paused-replicas=0");
        place.assertUntouched(before);

        place.patch(
                "keda.sh/v1alpha1",
                "ScaledObject",
                name,
                "{metadata: {annotations: {autoscaling.keda.sh/paused-replicas: '0'}}}");
        place.awaitReady(name, Reason.STOPPED);
    }

    @Test
    void aDryRunTellsAndTouchesNothing() {
        String name = "dry-run";
        place.create(Place.replicated("Deployment", name, 1));
        place.awaitReadyPods(name, 1);
        HasMetadata before = place.get("apps/v1", "Deployment", name);
        place.create(Place.policy("apps/v1", "Deployment", name, "state: Stopped, mode: DryRun, restartNonce: '1'"));
        assertThat(Place.condition(place.awaitReady(name, Reason.DRY_RUN), ConditionType.READY)
                        .orElseThrow()
                        .getMessage())
                .isEqualTo("would stop Deployment " + name);
        place.change(name, "{state: null, restartNonce: '2'}");
        place.await(name, "the nonce is noted", it -> "2".equals(it.getStatus().observedRestartNonce()));
        assertThat(place.events(name, Reason.DRY_RUN)).hasSize(1);
        assertThat(place.pods(name)).hasSize(1);
        place.assertUntouched(before);
    }

    @Test
    void aWorkloadThatComesLaterIsStoppedWhenItComes() {
        String name = "later";
        place.create(Place.policy("apps/v1", "StatefulSet", name, "state: Stopped"));
        place.await(name, ConditionType.RECONCILING, "True", Reason.TARGET_NOT_FOUND);

        place.create(Place.replicated("StatefulSet", name, 1));
        place.awaitReady(name, Reason.STOPPED);
        assertThat(place.pods(name)).filteredOn(Place::isRunning).isEmpty();
    }

    private static int replicas(GenericKubernetesResource workload) {
        return ((Number) workload.get("spec", "replicas")).intValue();
    }
}
