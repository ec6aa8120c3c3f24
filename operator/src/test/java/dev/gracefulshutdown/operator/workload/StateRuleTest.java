package dev.gracefulshutdown.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.State;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateRuleTest {
    private static final WorkloadKind DEPLOYMENT = kind("apps/v1", "Deployment");

    static Stream<Arguments> running() {
        return Stream.of(
                Arguments.of(DEPLOYMENT, "{replicas: 5, other: kept}"),
                Arguments.of(DEPLOYMENT, "{other: kept}"),
                Arguments.of(kind("apps/v1", "StatefulSet"), "{replicas: 3}"),
                Arguments.of(kind("apps/v1", "ReplicaSet"), "{replicas: 1}"),
                Arguments.of(
                        kind("apps/v1", "DaemonSet"), "{template: {spec: {nodeSelector: {disk: ssd}, hostPID: true}}}"),
                Arguments.of(kind("apps/v1", "DaemonSet"), "{template: {spec: {hostPID: true}}}"),
                Arguments.of(kind("batch/v1", "Job"), "{parallelism: 2}"),
                Arguments.of(kind("batch/v1", "CronJob"), "{suspend: false, schedule: '* * * * *'}"));
    }

    @ParameterizedTest
    @MethodSource("running")
    void whatIsStoppedIsMarkedAndAStartBringsBackWhatWas(WorkloadKind kind, String spec) {
        GenericKubernetesResource before = workload(spec);
        StateRule rule = new StateRule(kind, "policy", 1);

        StateStep.Stop stop = (StateStep.Stop) rule.decide(State.STOPPED, before, 2, 2);
        GenericKubernetesResource stopped = Worlds.patched(before, stop.mark(), kind.stop());

        assertThat(kind.isStopped(stopped)).isTrue();
        assertThat(rule.decide(State.STOPPED, stopped, 2, 0)).isInstanceOf(StateStep.Waiting.class);
        assertThat(rule.decide(State.STOPPED, stopped, 0, 0)).isEqualTo(new StateStep.Settled("stopped"));

        StateStep.Start start = (StateStep.Start) rule.decide(State.RUNNING, stopped, 0, 0);
        GenericKubernetesResource started =
                Worlds.patched(stopped, null, kind.start(start.mark().was()));

        assertThat(kind.isStopped(started)).isFalse();
        assertThat(kind.was(started)).isEqualTo(kind.was(before));
        assertThat(Mark.of(started)).isEmpty();
        assertThat(started.<Object>get("spec", "other")).isEqualTo(before.get("spec", "other"));
        assertThat(started.<Object>get("spec", "template", "spec", "nodeSelector", "disk"))
                .isEqualTo(before.get("spec", "template", "spec", "nodeSelector", "disk"));
    }

    @ParameterizedTest
    @MethodSource("running")
    void withoutAStateNothingIsDone(WorkloadKind kind, String spec) {
        GenericKubernetesResource workload = workload(spec);
        GenericKubernetesResource stopped =
                Worlds.patched(workload, new Mark("gone", 3, kind.was(workload), 0), kind.stop());

        assertThat(new StateRule(kind, "policy", 1).decide(null, workload, 1, 0))
                .isInstanceOf(StateStep.Settled.class);
        assertThat(new StateRule(kind, "policy", 1).decide(null, stopped, 0, 0))
                .isEqualTo(new StateStep.Settled("stopped by policy gone; state: Running starts it again"));
    }

    @ParameterizedTest
    @MethodSource("running")
    void whatSomebodyElseStoppedIsNotStarted(WorkloadKind kind, String spec) {
        GenericKubernetesResource stopped = Worlds.patched(workload(spec), null, kind.stop());

        assertThat(new StateRule(kind, "policy", 1).decide(State.RUNNING, stopped, 0, 0))
                .isInstanceOf(StateStep.Settled.class);
    }

    @Test
    void somebodyWhoStartsItIsOverruledThreeTimesAndTheirNumberIsKept() {
        StateRule rule = new StateRule(DEPLOYMENT, "policy", 1);
        GenericKubernetesResource workload = workload("{replicas: 5}");
        StateStep step = rule.decide(State.STOPPED, workload, 0, 0);
        int stops = 0;
        while (step instanceof StateStep.Stop(Mark mark)) {
            stops++;
            workload = Worlds.patched(workload, mark, DEPLOYMENT.stop());
            workload = Worlds.patched(workload, mark, Map.of("replicas", 10 + stops));
            step = rule.decide(State.STOPPED, workload, 0, 0);
        }
        assertThat(stops).isEqualTo(1 + StateRule.MOST_AGAIN);
        assertThat(step)
                .isInstanceOfSatisfying(
                        StateStep.Contested.class,
                        contested -> assertThat(contested.mark().was()).isEqualTo(Map.of("replicas", 13)));

        assertThat(new StateRule(DEPLOYMENT, "policy", 2).decide(State.STOPPED, workload, 0, 0))
                .as("a change of the policy is a new wish")
                .isInstanceOf(StateStep.Stop.class);
        assertThat(new StateRule(DEPLOYMENT, "other", 1).decide(State.STOPPED, workload, 0, 0))
                .as("and so is another policy")
                .isEqualTo(new StateStep.Stop(new Mark("other", 1, Map.of("replicas", 14), 0)));
    }

    @Test
    void whatSomebodyElseHasStartedKeepsWhatTheyGaveIt() {
        GenericKubernetesResource scaled =
                Worlds.patched(workload("{replicas: 2}"), new Mark("policy", 1, Map.of("replicas", 5), 0), Map.of());

        assertThat(new StateRule(DEPLOYMENT, "policy", 2).decide(State.RUNNING, scaled, 2, 2))
                .isEqualTo(new StateStep.Unmark());
    }

    @Test
    void aJobThatIsOverHasNothingToStop() {
        for (String type : new String[] {"Complete", "Failed"}) {
            GenericKubernetesResource over = Worlds.workload("""
                    {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {},
                     status: {conditions: [{type: SuccessCriteriaMet, status: "True"}, {type: %s, status: "True"}]}}
                    """.formatted(type));
            assertThat(new StateRule(kind("batch/v1", "Job"), "policy", 1).decide(State.STOPPED, over, 0, 0))
                    .isInstanceOf(StateStep.Settled.class);
        }
    }

    @Test
    void whatTheControllerHasNotSeenYetIsWaitedFor() {
        GenericKubernetesResource daemonSet = Worlds.workload("""
                {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a, generation: 3}, spec: {template: {spec: {}}},
                 status: {observedGeneration: 2, desiredNumberScheduled: 0}}
                """);
        StateRule rule = new StateRule(kind("apps/v1", "DaemonSet"), "policy", 1);

        assertThat(rule.decide(State.RUNNING, daemonSet, 0, 0)).isInstanceOf(StateStep.Waiting.class);
    }

    /** In any order of wishes and of other people's doings, what is not marked is never started, and a mark names a start. */
    @Test
    void onlyWhatIsMarkedIsEverStarted() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            WorkloadKind kind = DEPLOYMENT;
            GenericKubernetesResource workload = workload("{replicas: " + random.nextInt(4) + "}");
            for (int i = 0; i < 12; i++) {
                if (random.nextInt(3) == 0) {
                    workload = Worlds.patched(
                            workload, Mark.of(workload).orElse(null), Map.of("replicas", random.nextInt(4)));
                }
                State wanted = random.nextInt(4) == 0 ? null : State.values()[random.nextInt(State.values().length)];
                Optional<Mark> mark = Mark.of(workload);
                int before = replicas(workload);
                StateStep step = new StateRule(kind, "policy", random.nextInt(3)).decide(wanted, workload, 0, 0);
                workload = done(kind, workload, step);
                String why = "seed " + seed + ": " + wanted + " " + step;
                if (before == 0 && replicas(workload) > 0) {
                    assertThat(mark).as(why).isPresent();
                    assertThat(wanted).as(why).isEqualTo(State.RUNNING);
                }
                if (before > 0 && replicas(workload) == 0) {
                    assertThat(wanted).as(why).isEqualTo(State.STOPPED);
                    assertThat(Mark.of(workload).orElseThrow().was()).as(why).isEqualTo(Map.of("replicas", before));
                }
            }
        }
    }

    private static GenericKubernetesResource done(
            WorkloadKind kind, GenericKubernetesResource workload, StateStep step) {
        return switch (step) {
            case StateStep.Stop(Mark mark) -> Worlds.patched(workload, mark, kind.stop());
            case StateStep.Start(Mark mark) -> Worlds.patched(workload, null, kind.start(mark.was()));
            case StateStep.Unmark() -> Worlds.patched(workload, null, Map.of());
            case StateStep.Settled _, StateStep.Waiting _, StateStep.Contested _ -> workload;
        };
    }

    private static int replicas(GenericKubernetesResource workload) {
        return workload.get("spec", "replicas") instanceof Number n ? n.intValue() : 1;
    }

    private static GenericKubernetesResource workload(@Nullable String spec) {
        return Worlds.workload("{apiVersion: a/v1, kind: A, metadata: {name: a}, spec: " + spec + "}");
    }

    private static WorkloadKind kind(String apiVersion, String kind) {
        return new WorkloadKinds(java.util.List.of())
                .of(new WorkloadType(apiVersion, kind))
                .orElseThrow();
    }
}
