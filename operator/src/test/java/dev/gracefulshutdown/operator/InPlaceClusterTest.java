package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that the node's agent carries out in place: a real agent on a real node, the operator under its shipped rights. */
@Tag("cluster")
@NullUnmarked
class InPlaceClusterTest {
    /** Writes down each signal that it gets, and goes on. */
    private static final String COUNTS =
            "trap 'echo TERM >> /t/s' TERM; trap 'echo USR1 >> /t/s' USR1; while :; do sleep 1; done";

    private static Installation installation;
    private static OperatorProcess operator;
    private static AgentProcess agent;
    private static Requests requests;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create("in-place");
        requests = new Requests(new Place(installation.client(), installation.watched()));
        operator = OperatorProcess.start(installation);
        agent = AgentProcess.start(installation);
        operator.awaitReady();
        agent.awaitReady();
    }

    @AfterAll
    static void nothingWasThrown() throws Exception {
        try (Installation _ = installation) {
            agent.close();
            operator.close();
            assertThat(operator.log()).doesNotContain("\tat ");
            assertThat(agent.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void oneContainerOfAPodIsStoppedAndStartedAgainWhileTheOtherRunsOn() {
        Pod pod = requests.pods("two", "main: " + Requests.POLITE, "other: " + Requests.POLITE);
        requests.ask("two", "{podRef: {name: two}, containers: [main], plan: {gracePeriod: 15s}}");

        ShutdownStatus over = requests.finished("two").getStatus();
        assertThat(over.outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(over.took()).isPositive();
        assertThat(over.containers()).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("main");
            assertThat(it.steps()).extracting(StepEntry::signal).containsExactly(Signal.TERM);
        });
        Shutdown settled = requests.settled("two");
        assertThat(Requests.condition(settled, ConditionType.READY).getStatus()).isEqualTo("True");
        assertThat(Requests.condition(settled, ConditionType.HAND_OVER).getStatus())
                .isEqualTo("True");
        Place.waiting("main is started again").until(() -> restarts(pod, "main") == 1);
        assertThat(restarts(pod, "other")).isZero();
        assertThat(requests.get(pod).getMetadata().getUid())
                .isEqualTo(pod.getMetadata().getUid());
    }

    @Test
    void aSignalIsSentOnceAndThePodStays() {
        Pod pod = requests.pods("signal", "main: " + COUNTS);
        requests.ask("signal", "{podRef: {name: signal}, plan: {strategy: Kill, killSignal: SIGUSR1}}");

        ShutdownStatus over = requests.finished("signal").getStatus();
        assertThat(over.outcome()).isEqualTo(Outcome.SIGNALLED);
        assertThat(over.containers().getFirst().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.signal())
                        .isEqualTo(Signal.parse("SIGUSR1").orElseThrow()));
        Place.waiting("the signal is counted").until(() -> requests.seen(pod).equals(List.of("USR1")));
        assertThat(restarts(pod, "main")).isZero();
    }

    @Test
    void aHoldIsToldAndNotEndedUntilItIsReleased() {
        Pod pod = requests.pods("held", "main: " + COUNTS);
        requests.ask("held", "{podRef: {name: held}, plan: {gracePeriod: 1s, onDeadline: Hold}}");

        Shutdown held = requests.await(
                "held",
                "NotHeld is False",
                it -> Requests.is(it, ConditionType.NOT_HELD, "False")
                        && it.getStatus().outcome() == Outcome.HELD);
        assertThat(Requests.condition(held, ConditionType.NOT_HELD).getMessage())
                .contains("main", "release");
        assertThat(held.getStatus().phase()).isEqualTo(Phase.RUNNING);
        Place.waiting("Events")
                .until(() -> requests.place().events("held", Reason.HELD).size() == 2);
        assertThat(agent.metrics()).containsPattern("graceful_shutdowns_held 1");

        requests.get("held").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"release\": true}}");
        ShutdownStatus over = requests.finished("held").getStatus();
        assertThat(over.outcome()).isEqualTo(Outcome.FORCED);
        assertThat(over.containers().getFirst().steps())
                .extracting(StepEntry::signal)
                .containsExactly(Signal.TERM, Signal.KILL);
        assertThat(Requests.condition(requests.settled("held"), ConditionType.NOT_HELD)
                        .getStatus())
                .isEqualTo("True");
        Place.waiting("main is started again").until(() -> restarts(pod, "main") == 1);
    }

    @Test
    void aDeletionUnderAPolicyThatHoldsIsToldInRecordAndPolicyUntilItIsReleased() {
        Place place = requests.place();
        place.create(
                Place.policy("keeps", "{selector: {matchLabels: {app: keeps}}, gracePeriod: 1s, onDeadline: Hold}"));
        Pod pod = requests.pods("keeps", "main: " + COUNTS);
        place.awaitReady("keeps", Reason.AS_ASKED);
        place.client().resource(pod).withGracePeriod(100).delete();

        String record = requests.awaitRecord(pod, it -> Requests.is(it, ConditionType.NOT_HELD, "False"));
        place.await("keeps", ConditionType.NOT_HELD, "False", Reason.HELD);
        assertThat(place.events(record, Reason.HELD)).hasSize(1);

        requests.get(record).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"release\": true}}");
        assertThat(requests.finished(record).getStatus().outcome()).isEqualTo(Outcome.FORCED);
        place.await("keeps", ConditionType.NOT_HELD, "True", Reason.NOT_HELD);
        Place.waiting("the pod is gone").until(() -> requests.get(pod) == null);
    }

    @Test
    void postgreSqlWithAClientIsHeldAndNeverKilledByUsAndEndsCleanlyByItsProfile() {
        Pod pod = requests.postgres("pg");
        requests.ask("pg-held", "{podRef: {name: pg}, containers: [db], plan: {gracePeriod: 2s, onDeadline: Hold}}");
        requests.await(
                "pg-held",
                "it is held",
                it -> Requests.is(it, ConditionType.NOT_HELD, "False")
                        && it.getStatus().outcome() == Outcome.HELD);
        assertThat(restarts(pod, "db")).isZero();
        requests.get("pg-held").delete();
        Place.waiting("nobody holds any more").until(() -> agent.metrics().contains("graceful_shutdowns_held 0"));
        assertThat(restarts(pod, "db")).isZero();

        requests.ask("pg-clean", "{podRef: {name: pg}, containers: [db], plan: {profile: PostgreSQL}}");
        ShutdownStatus over = requests.finished("pg-clean").getStatus();
        assertThat(over.outcome()).isIn(Outcome.GRACEFUL, Outcome.ESCALATED);
        assertThat(over.containers().getFirst().exitCode()).isZero();
    }

    @Test
    void aPolicySaysWhoDoesNotHearItsOwnFirstSignalByTheAgentsReport() {
        Place place = requests.place();
        place.create(
                Place.policy("quit", "{selector: {matchLabels: {app: quit}}, stopSignal: SIGQUIT, gracePeriod: 1s}"));
        requests.pods("quit", "main: " + COUNTS);

        assertThat(Place.condition(
                                place.await("quit", ConditionType.SIGNALS_HEARD, "False", Reason.NOBODY_HEARS),
                                ConditionType.SIGNALS_HEARD)
                        .orElseThrow()
                        .getMessage())
                .contains("container main of pod quit", "main process sh", "SIGQUIT", "ignored");
        place.await("quit", ConditionType.HAND_OVER, "False", Reason.NO_ADMISSION);
    }

    @Test
    void oneThatIsTakenBackSendsNothingMore() {
        Pod pod = requests.pods("back", "main: " + COUNTS);
        requests.ask(
                "back",
                "{podRef: {name: back}, containers: [main], plan: {gracePeriod: 6s, escalation: [{at: 4s, signal:"
                        + " SIGUSR1}]}}");
        requests.await("back", "TERM is sent", it -> sent(it) == 1);
        requests.get("back").delete();

        Place.waiting("it is said").until(() -> agent.log().contains("withdrawn"));
        Place.waiting("the end is over").pollDelay(Duration.ofSeconds(7)).until(() -> true);
        assertThat(requests.seen(pod)).containsExactly("TERM");
        assertThat(restarts(pod, "main")).isZero();
    }

    @Test
    void anAgentThatIsKilledInTheMiddleAsksNobodyTwice() throws Exception {
        Pod pod = requests.pods("killed", "main: " + COUNTS);
        requests.ask(
                "killed",
                "{podRef: {name: killed}, containers: [main], plan: {gracePeriod: 20s, escalation: [{at: 15s, signal:"
                        + " SIGUSR1}]}}");
        requests.await("killed", "TERM is sent", it -> sent(it) == 1);
        agent.kill().restart().awaitReady();

        ShutdownStatus over = requests.finished("killed").getStatus();
        assertThat(over.outcome()).isEqualTo(Outcome.FORCED);
        assertThat(over.containers().getFirst().steps())
                .extracting(StepEntry::signal)
                .containsExactly(Signal.TERM, Signal.parse("SIGUSR1").orElseThrow(), Signal.KILL);
        // Its container is on its way back, and can't be looked into at first.
        Place.waiting("each signal was heard once")
                .until(() -> requests.seen(pod).equals(List.of("TERM", "USR1")));
    }

    @Test
    void withoutAnAgentNothingIsTouchedAndThatIsSaidInTime() throws Exception {
        Pod pod = requests.pods("alone", "main: " + COUNTS);
        agent.kill();
        requests.ask("alone", "{podRef: {name: alone}, containers: [main]}");

        Shutdown over = requests.finished("alone");
        agent.restart().awaitReady();
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Requests.condition(over, ConditionType.HAND_OVER))
                .satisfies(it -> assertThat(it.getStatus()).isEqualTo("False"))
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(Reason.AGENT_AWAY.text()))
                .satisfies(it -> assertThat(it.getMessage()).contains(AgentProcess.node(), "nothing was done"));
        assertThat(requests.seen(pod)).isEmpty();
    }

    @Test
    void requestsForOnePodTakeTurns() {
        requests.pods("turns", "main: " + COUNTS, "other: " + COUNTS);
        requests.ask("turns-1", "{podRef: {name: turns}, containers: [main], plan: {gracePeriod: 4s}}");
        requests.await("turns-1", "TERM is sent", it -> sent(it) == 1);
        requests.ask(
                "turns-2", "{podRef: {name: turns}, containers: [other], plan: {strategy: Kill, killSignal: SIGUSR1}}");

        Shutdown waits = requests.await(
                "turns-2",
                "it waits",
                it -> it.getStatus() != null && it.getStatus().conditions() != null);
        assertThat(Requests.condition(waits, ConditionType.RECONCILING).getReason())
                .isEqualTo(Reason.WAITING_FOR_ITS_TURN.text());
        Shutdown first = requests.finished("turns-1");
        Shutdown second = requests.finished("turns-2");
        assertThat(second.getStatus().outcome()).isEqualTo(Outcome.SIGNALLED);
        assertThat(second.getStatus().startedAt()).isAfter(first.getStatus().finishedAt());
    }

    @Test
    void anotherPodOfThatNameIsNotTouched() {
        Pod pod = requests.pods("uid", "main: " + Requests.POLITE);
        requests.ask("uid", "{podRef: {name: uid, uid: other}, containers: [main]}");

        Shutdown over = requests.finished("uid");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.ALREADY_GONE);
        assertThat(restarts(pod, "main")).isZero();
    }

    @Test
    void aContainerThatThereIsNotIsRefusedByName() {
        requests.pods("unknown", "main: " + Requests.POLITE);
        requests.ask("unknown", "{podRef: {name: unknown}, containers: [mian]}");

        Shutdown over = requests.finished("unknown");
        assertThat(Requests.condition(over, ConditionType.ACCEPTED).getMessage())
                .contains("spec.containers", "mian", "main");
    }

    @Test
    void aPolicyRestartsContainersInTheirPodsOneAfterTheOther() {
        Place place = requests.place();
        place.create(Place.replicated("Deployment", "again", 2));
        place.create(Place.policy("apps/v1", "Deployment", "again", "rollout: {maxUnavailable: 1, method: InPlace}"));
        List<Pod> before = place.awaitReadyPods("again", 2);
        place.awaitReady("again", Reason.AS_ASKED);
        place.change("again", "{restartNonce: one}");

        place.awaitRestarted("again", "one");
        List<Pod> after = place.awaitReadyPods("again", 2);
        assertThat(after)
                .extracting(pod -> pod.getMetadata().getUid())
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(pod -> pod.getMetadata().getUid()).toList());
        assertThat(before).allSatisfy(pod -> assertThat(restarts(pod, "main")).isEqualTo(1));
        List<Shutdown> asked =
                place.client().resources(Shutdown.class).inNamespace(place.namespace()).list().getItems().stream()
                        .filter(it -> it.getSpec().cause() == Cause.RESTART)
                        .sorted(Comparator.comparing(it -> it.getStatus().startedAt()))
                        .toList();
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.getStatus().outcome()).isEqualTo(Outcome.GRACEFUL));
        assertThat(asked.get(1).getStatus().startedAt())
                .isAfter(asked.get(0).getStatus().finishedAt());

        place.change("again", "{restartNonce: two}");
        assertThat(Place.condition(
                                place.await("again", ConditionType.RECONCILING, "True", Reason.BACK_OFF),
                                ConditionType.RECONCILING)
                        .orElseThrow()
                        .getMessage())
                .contains("10 minutes", "Replace");
    }

    private static int sent(Shutdown shutdown) {
        ShutdownStatus status = shutdown.getStatus();
        if (status == null || status.containers() == null || status.containers().isEmpty()) {
            return 0;
        }
        ContainerRecord first = status.containers().getFirst();
        return first.steps() == null ? 0 : first.steps().size();
    }

    private static int restarts(Pod pod, String container) {
        return requests.get(pod).getStatus().getContainerStatuses().stream()
                .filter(it -> it.getName().equals(container))
                .map(ContainerStatus::getRestartCount)
                .findFirst()
                .orElseThrow();
    }
}
