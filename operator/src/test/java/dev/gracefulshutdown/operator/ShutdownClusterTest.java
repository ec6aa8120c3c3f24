package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requested shutdowns and records on a real cluster, under the rights that are shipped. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
@NullUnmarked
class ShutdownClusterTest {
    private static Installation installation;
    private static OperatorProcess operator;
    private static Place place;
    private static Requests requests;

    /** Where pods may not be deleted. */
    private static Requests mayNotDelete;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create("shutdown");
        place = new Place(installation.client(), installation.watched());
        requests = new Requests(place);
        String other = installation.watched() + "-keep";
        installation.namespace(other);
        installation.grant(
                other,
                Rights.shipped(installation.client()).watched().stream()
                        .map(rule -> rule.getResources().contains("pods")
                                ? new PolicyRuleBuilder(rule)
                                        .withVerbs("get", "list", "watch")
                                        .build()
                                : rule)
                        .toList());
        mayNotDelete = new Requests(new Place(installation.client(), other));
        operator = OperatorProcess.start(installation, "--namespaces", place.namespace() + "," + other)
                .awaitReady();
    }

    @AfterAll
    static void nothingWasThrown() throws Exception {
        try (Installation it = installation) {
            operator.close();
            it.client().namespaces().withName(mayNotDelete.place().namespace()).delete();
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aPodIsPinnedDeletedAndFollowedToItsEnd() {
        Pod pod = requests.pod("polite", Requests.POLITE);
        requests.ask("polite", "{podRef: {name: polite}}");

        Shutdown over = requests.finished("polite");
        assertThat(over.getMetadata().getAnnotations())
                .containsEntry("gracefulshutdown.dev/pod-uid", pod.getMetadata().getUid());
        ShutdownStatus status = over.getStatus();
        assertThat(status.outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(status.took()).isPositive().isEqualTo(Duration.between(status.startedAt(), status.finishedAt()));
        assertThat(status.deadline()).isEqualTo(status.startedAt().plusSeconds(20));
        assertThat(status.containers()).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("main");
            assertThat(it.exitCode()).isZero();
        });
        assertThat(Requests.condition(over, ConditionType.READY).getStatus()).isEqualTo("True");
        assertThat(place.events("polite", Reason.STOPPING))
                .extracting(event -> event.getInvolvedObject().getKind())
                .containsExactlyInAnyOrder("Shutdown", "Pod");
        assertThat(place.events("polite", Reason.FINISHED)).hasSize(1);
    }

    @Test
    void theMatchingPolicysGraceHoldsAndWhatOnlyAnAgentCanDoIsTold() {
        requests.pod("deaf", Requests.DEAF);
        place.create(Place.policy(
                "deaf",
                "{selector: {matchLabels: {app: deaf}}, gracePeriod: 4s, escalation: [{at: 2s,"
                        + " signal: SIGINT}]}"));
        place.awaitReady("deaf", Reason.AS_ASKED);
        requests.ask("deaf", "{podRef: {name: deaf}}");

        Shutdown over = requests.finished("deaf");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.FORCED);
        assertThat(over.getStatus().policy().name()).isEqualTo("deaf");
        assertThat(over.getStatus().containers().getFirst().exitCode()).isEqualTo(137);
        assertThat(over.getStatus().containers().getFirst().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.at()).isEqualTo(Duration.ofSeconds(4)));
        assertThat(Requests.condition(over, ConditionType.HAND_OVER).getMessage())
                .contains("main: SIGINT after 2s", "no agent on node");
        place.await(
                "deaf",
                "the shutdown is counted",
                policy -> policy.getStatus().outcomes() != null
                        && policy.getStatus().outcomes().containsKey("Forced")
                        && policy.getStatus().lastShutdown().name().equals("deaf"));
    }

    @Test
    void aKillHasTheShortestGraceThereIs() {
        requests.pod("killed", Requests.DEAF);
        requests.ask("killed", "{podRef: {name: killed}, plan: {strategy: Kill}}");

        ShutdownStatus status = requests.finished("killed").getStatus();
        assertThat(status.outcome()).isEqualTo(Outcome.SIGNALLED);
        assertThat(status.deadline()).isEqualTo(status.startedAt().plusSeconds(1));
        assertThat(status.containers().getFirst().exitCode()).isEqualTo(137);
    }

    @Test
    void aDeletionThatIsUnderWayIsJoinedAndNotRepeated() {
        Pod pod = requests.pod("joined", Requests.DEAF);
        place.client().resource(pod).withGracePeriod(6).delete();
        String deletion = requests.get(pod).getMetadata().getDeletionTimestamp();
        requests.ask("joined", "{podRef: {name: joined}, plan: {gracePeriod: 1s}}");

        Shutdown running = requests.await(
                "joined",
                "joined",
                it -> it.getStatus() != null
                        && Requests.condition(it, ConditionType.RECONCILING)
                                .getReason()
                                .equals(Reason.JOINED.text()));
        assertThat(running.getStatus().deadline()).isEqualTo(Instant.parse(deletion));
        assertThat(requests.get(pod).getMetadata().getDeletionTimestamp()).isEqualTo(deletion);
        assertThat(requests.finished("joined").getStatus().outcome()).isEqualTo(Outcome.FORCED);
    }

    /** The API server takes it, the kubelet does not: escalation can't be built on it. */
    @Test
    void aLaterShorterDeletionDoesNotShortenIt() {
        Pod pod = requests.pod("patient", Requests.DEAF);
        requests.ask("patient", "{podRef: {name: patient}, plan: {gracePeriod: 10s}}");
        requests.await(
                "patient",
                "running",
                it -> it.getStatus() != null && it.getStatus().phase() == Phase.RUNNING);
        place.client().resource(pod).withGracePeriod(1).delete();

        ShutdownStatus status = requests.finished("patient").getStatus();
        assertThat(status.outcome()).isEqualTo(Outcome.FORCED);
        assertThat(status.finishedAt()).isAfter(status.deadline().minusSeconds(1));
        assertThat(status.containers().getFirst().reason()).isEqualTo("killed by SIGKILL (137)");
    }

    @Test
    void anotherPodThanTheOneThatWasMeantIsNotTouched() {
        Pod pod = requests.pod("other", Requests.POLITE);
        requests.ask("other", "{podRef: {name: other, uid: 00000000-0000-0000-0000-000000000000}}");

        Shutdown over = requests.finished("other");
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.ALREADY_GONE);
        assertThat(Requests.condition(over, ConditionType.READY).getMessage())
                .contains("not touched", pod.getMetadata().getUid());
        assertUntouched(requests, pod);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            unknown    | policy: nobody                                                      | Invalid     | no GracefulShutdownPolicy nobody
            docker     | policy: for-docker                                                  | Invalid     | spec.docker
            profile    | plan: {profile: Postgress}                                          | Invalid     | spec.plan.profile
            ladder     | plan: {escalation: [{at: 60s, signal: SIGINT}]}                     | Invalid     | spec.plan.escalation
            """)
    void whatCantBeDoneIsRefusedWithItsFieldAndNothingIsTouched(
            String name, String field, String reason, String message) {
        if (name.equals("docker")) {
            place.create(Place.policy("for-docker", "{docker: {names: [db]}}"));
        }
        Pod pod = requests.pod("refused-" + name, Requests.POLITE);
        requests.ask("refused-" + name, "{podRef: {name: refused-" + name + "}, " + field + "}");

        Shutdown over = requests.finished("refused-" + name);
        assertThat(over.getStatus().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Requests.condition(over, ConditionType.ACCEPTED))
                .satisfies(it -> assertThat(it.getStatus()).isEqualTo("False"))
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(reason))
                .satisfies(it -> assertThat(it.getMessage()).contains(message));
        assertThat(Requests.condition(over, ConditionType.STALLED).getStatus()).isEqualTo("True");
        assertUntouched(requests, pod);
        requests.remove(pod);
    }

    @Test
    void aDryRunTellsWhatItWouldDo() {
        Pod pod = requests.pod("dry", Requests.POLITE);
        place.create(Place.policy("dry", "{selector: {matchLabels: {app: dry}}, gracePeriod: 7s, mode: DryRun}"));
        place.awaitReady("dry", Reason.AS_ASKED);
        requests.ask("dry", "{podRef: {name: dry}}");

        Shutdown over = requests.finished("dry");
        assertThat(over.getStatus().dryRun()).isTrue();
        assertThat(over.getStatus().outcome()).isNull();
        assertThat(Requests.condition(over, ConditionType.READY).getMessage())
                .contains("would delete pod dry with a grace period of 7s");
        assertUntouched(requests, pod);
    }

    @Test
    void aContainerOnAHostThatTheOperatorWasNotGivenIsRefused() {
        requests.ask("docker-container", "{dockerContainer: {name: db}}");
        assertThat(Requests.condition(requests.finished("docker-container"), ConditionType.ACCEPTED))
                .satisfies(it -> assertThat(it.getReason()).isEqualTo(Reason.HOST_UNKNOWN.text()))
                .satisfies(it -> assertThat(it.getMessage()).contains("spec.dockerContainer", "graceful stop"));
    }

    @Test
    void withoutTheRightToDeleteItIsToldAndThePodLives() {
        Pod pod = mayNotDelete.pod("kept", Requests.POLITE);
        mayNotDelete.ask("kept", "{podRef: {name: kept}}");

        Shutdown over = mayNotDelete.finished("kept");
        assertThat(Requests.condition(over, ConditionType.ACCEPTED).getReason()).isEqualTo(Reason.FORBIDDEN.text());
        assertThat(Requests.condition(over, ConditionType.ACCEPTED).getMessage())
                .contains("cannot delete resource \"pods\"", "ServiceAccount");
        assertUntouched(mayNotDelete, pod);
    }

    @Test
    void recordsOfAPolicyAreCountedAndTheOldestGo() {
        place.create(
                Place.policy("kept-few", "{selector: {matchLabels: {app: kept-few}}, history: {limit: 22, ttl: 1h}}"));
        IntStream.range(0, 25).forEach(i -> record("few-" + i, Duration.ofMinutes(30L - i)));
        record("few-old", Duration.ofHours(2));

        Place.waiting("the limit is kept").until(() -> records("few-").count() == 22);
        assertThat(records("few-").toList()).doesNotContain("few-0", "few-1", "few-2", "few-old");
        place.await(
                "kept-few",
                "they are counted",
                policy -> policy.getStatus().outcomes() != null
                        && policy.getStatus().outcomes().equals(java.util.Map.of("Graceful", 22L))
                        && "10s".equals(policy.getStatus().recommendedGracePeriod())
                        && policy.getStatus().lastShutdown().name().equals("few-24"));

        place.change("kept-few", "{history: {limit: 5}}");
        Place.waiting("the new limit is kept").until(() -> records("few-").count() == 5);
    }

    private static Stream<String> records(String prefix) {
        return place.client().resources(Shutdown.class).inNamespace(place.namespace()).list().getItems().stream()
                .map(it -> it.getMetadata().getName())
                .filter(name -> name.startsWith(prefix));
    }

    /** As an agent writes it. */
    private static void record(String name, Duration ago) {
        requests.ask(name, "{origin: Observed, podRef: {name: kept-few-1, uid: u}, cause: Deletion, nodeName: n}");
        requests.get(name).editStatus(it -> {
            it.setStatus(new ShutdownStatus(
                    null,
                    null,
                    Phase.FINISHED,
                    Outcome.GRACEFUL,
                    new dev.gracefulshutdown.api.PolicyRef(
                            "GracefulShutdownPolicy", place.namespace(), "kept-few", null, null),
                    null,
                    null,
                    null,
                    null,
                    Instant.now().minus(ago).truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                    Duration.ofSeconds(7),
                    null));
            return it;
        });
    }

    private static void assertUntouched(Requests requests, Pod pod) {
        assertThat(requests.get(pod).getMetadata().getUid())
                .isEqualTo(pod.getMetadata().getUid());
        assertThat(requests.get(pod).getMetadata().getDeletionTimestamp()).isNull();
    }
}
