package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What can't be done on a real cluster is told with field and remedy, and nothing is touched. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
class RefusalClusterTest {
    private static Installation installation;
    private static OperatorProcess operator;
    private static StatusLaws laws;
    private static Place place;

    /** May read and evict, but change nothing. */
    private static Place readOnly;

    /** May not even look at StatefulSets. */
    private static Place blind;

    /** Likewise, and for good. */
    private static Place hidden;

    /** May list workloads, and not watch them. */
    private static Place unwatched;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create("refusal");
        place = new Place(installation.client(), installation.watched());
        readOnly = further(
                "ro",
                rule -> new PolicyRuleBuilder(rule)
                        .withVerbs(rule.getVerbs().stream()
                                .filter(verb -> !verb.equals("patch") || isStatus(rule))
                                .toList())
                        .build());
        blind = further("blind", RefusalClusterTest::withoutStatefulSets);
        hidden = further("hidden", RefusalClusterTest::withoutStatefulSets);
        unwatched = further(
                "unwatched",
                rule -> rule.getResources().contains("statefulsets")
                        ? new PolicyRuleBuilder(rule).removeFromVerbs("watch").build()
                        : rule);
        laws = StatusLaws.watching(installation.client(), installation.watched());
        operator = OperatorProcess.start(
                        installation,
                        "--namespaces",
                        Stream.of(place, readOnly, blind, hidden, unwatched)
                                .map(Place::namespace)
                                .collect(Collectors.joining(",")))
                .awaitReady();
    }

    private static PolicyRule withoutStatefulSets(PolicyRule rule) {
        return new PolicyRuleBuilder(rule)
                .withResources(rule.getResources().stream()
                        .filter(it -> !it.equals("statefulsets"))
                        .toList())
                .build();
    }

    private static boolean isStatus(PolicyRule rule) {
        return rule.getResources().stream().anyMatch(it -> it.endsWith("/status"));
    }

    private static Place further(String name, java.util.function.UnaryOperator<PolicyRule> change) throws IOException {
        String namespace = installation.watched() + "-" + name;
        installation.namespace(namespace);
        installation.grant(
                namespace,
                Rights.shipped(installation.client()).watched().stream()
                        .map(change)
                        .toList());
        return new Place(installation.client(), namespace);
    }

    @AfterAll
    static void theConditionsKeptTheirLaws() throws Exception {
        try (Installation it = installation) {
            operator.close();
            for (Place further : List.of(readOnly, blind, hidden, unwatched)) {
                it.client().namespaces().withName(further.namespace()).delete();
            }
            assertThat(laws.broken()).isEmpty();
            assertThat(operator.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aTargetThatIsMissingIsWaitedFor() {
        place.create(Place.policy("apps/v1", "Deployment", "missing", "state: Stopped"));
        assertThat(Place.condition(
                                place.await("missing", ConditionType.ACCEPTED, "False", Reason.TARGET_NOT_FOUND),
                                ConditionType.RECONCILING)
                        .orElseThrow()
                        .getMessage())
                .contains("spec.targetRef", "Deployment missing", place.namespace());
    }

    @Test
    void aKindThatNobodyLooksAfterIsRefused() {
        place.create(Place.policy("example.com/v1", "Thing", "unknown-kind", "state: Stopped"));
        assertThat(place.awaitStalled("unknown-kind", Reason.KIND_UNKNOWN))
                .contains("spec.targetRef", "example.com/v1 Thing", "apps/v1 Deployment", "scaleKinds");
    }

    @Test
    void withoutTheRightToPatchNothingIsDoneAndTheRightIsNamed() {
        HasMetadata before = deployment(readOnly, "no-patch");
        readOnly.create(Place.policy("apps/v1", "Deployment", "no-patch", "state: Stopped"));

        assertThat(readOnly.awaitStalled("no-patch", Reason.FORBIDDEN))
                .contains("cannot patch resource \"deployments\"", readOnly.namespace(), "ServiceAccount");
        readOnly.assertUntouched(before);
    }

    @Test
    void withoutTheRightToLookItIsToldAndOnceGrantedItGoesOn() throws IOException {
        HasMetadata before = blind.create(Place.replicated("StatefulSet", "unseen", 0));
        blind.create(Place.policy("apps/v1", "StatefulSet", "unseen", "state: Running"));
        assertThat(blind.awaitStalled("unseen", Reason.FORBIDDEN))
                .contains("spec.targetRef", "apps/v1 StatefulSet", "list");
        blind.assertUntouched(before);

        installation.grant(
                blind.namespace(), Rights.shipped(installation.client()).watched());
        Place.waiting("it is seen").until(() -> {
            blind.change("unseen", "{gracePeriod: " + (1 + System.nanoTime() % 4) + "s}");
            return Place.condition(blind.policies("unseen").get(), ConditionType.READY)
                    .filter(c -> c.getReason().equals(Reason.AS_ASKED.text()))
                    .isPresent();
        });
    }

    @Test
    void aKindThatMayNotBeLookedAtInOneNamespaceIsServedInTheOthers() {
        hidden.create(Place.replicated("StatefulSet", "here", 0));
        hidden.create(Place.policy("apps/v1", "StatefulSet", "here", "state: Running"));
        assertThat(hidden.awaitStalled("here", Reason.FORBIDDEN))
                .contains("spec.targetRef", "apps/v1 StatefulSet", "list", "namespace \"" + hidden.namespace() + "\"");

        place.create(Place.replicated("StatefulSet", "here", 0));
        place.create(Place.policy("apps/v1", "StatefulSet", "here", "state: Running"));
        place.awaitReady("here", Reason.AS_ASKED);
        hidden.await("here", ConditionType.STALLED, "True", Reason.FORBIDDEN);
    }

    @Test
    void aKindThatMayBeListedAndNotWatchedIsRefusedAndEndsNoOperator() {
        unwatched.create(Place.policy("apps/v1", "StatefulSet", "unwatched", "state: Running"));
        assertThat(unwatched.awaitStalled("unwatched", Reason.FORBIDDEN))
                .contains("spec.targetRef", "apps/v1 StatefulSet", "403", "watch=true", "list and watch it there");
        assertThat(operator.answer("/readyz")).isEqualTo(200);
    }

    @Test
    void anOperatorThatMayReadNoneOfItsNamespacesEndsAndSaysWhy() throws Exception {
        String nobodys = installation.watched() + "-nobodys";
        try (OperatorProcess blinded = OperatorProcess.start(
                installation, "--leader-elect", "false", "--namespaces", nobodys + "," + nobodys + "-either")) {
            assertThat(blinded.awaitEnd()).isNotZero();
            assertThat(blinded.log())
                    .contains("none of the namespaces", "cannot list resource", nobodys, "rights of the ServiceAccount")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void ofTwoPoliciesOnOneWorkloadTheOlderHolds() {
        HasMetadata before = deployment(place, "two");
        place.create(Place.policy("apps/v1", "Deployment", "two", "state: Running"));
        place.awaitReady("two", Reason.AS_ASKED);
        place.create(Place.policy("apps/v1", "Deployment", "two", "state: Stopped")
                .replaceFirst("name: two", "name: two-b"));

        assertThat(place.awaitStalled("two-b", Reason.CONFLICTED)).contains("two", "delete one of the two");
        place.await("two-b", ConditionType.ACCEPTED, "False", Reason.CONFLICTED);
        place.assertUntouched(before);

        place.policies("two").delete();
        place.awaitReady("two-b", Reason.STOPPED);
    }

    @Test
    void aLadderThatIsLongerThanThePodsGraceIsNotBegun() {
        HasMetadata before = deployment(place, "long");
        place.create(
                Place.policy("apps/v1", "Deployment", "long", "state: Stopped").replace("4s", "20s"));

        assertThat(place.awaitStalled("long", Reason.GRACE_TOO_SHORT))
                .contains("spec.state", "terminationGracePeriodSeconds", " to 20", "spec.gracePeriod");
        place.await("long", ConditionType.GRACE_SUFFICIENT, "False", Reason.GRACE_TOO_SHORT);
        place.assertUntouched(before);
    }

    @Test
    void aProfileThatNobodyKnowsIsRefused() {
        HasMetadata before = deployment(place, "profile");
        place.create(Place.policy("apps/v1", "Deployment", "profile", "state: Stopped, profile: Postgress"));

        assertThat(place.awaitStalled("profile", Reason.INVALID)).contains("spec.profile", "Postgress", "PostgreSQL");
        place.await("profile", ConditionType.ACCEPTED, "False", Reason.INVALID);
        place.assertUntouched(before);
    }

    @Test
    void aReplicaSetOfADeploymentIsTheDeploymentsBusiness() {
        deployment(place, "owner");
        String replicaSet = place.client()
                .apps()
                .replicaSets()
                .inNamespace(place.namespace())
                .withLabel("app", "owner")
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        HasMetadata before = place.get("apps/v1", "ReplicaSet", replicaSet);
        place.create(Place.policy("apps/v1", "ReplicaSet", replicaSet, "state: Stopped"));

        assertThat(place.awaitStalled(replicaSet, Reason.NOT_POSSIBLE)).contains("spec.targetRef", "Deployment owner");
        place.assertUntouched(before);
    }

    @Test
    void aPodOfNobodysCanNotBeStopped() {
        place.create("{apiVersion: v1, kind: Pod, metadata: {name: alone, labels: {app: alone}}, spec:"
                + " {terminationGracePeriodSeconds: 5, containers: [" + Place.CONTAINER + "]}}");
        place.awaitReadyPods("alone", 1);
        place.create(Place.policy("v1", "Pod", "alone", ""));
        place.awaitReady("alone", Reason.AS_ASKED);

        place.change("alone", "{state: Stopped}");
        assertThat(place.awaitStalled("alone", Reason.NOT_POSSIBLE)).contains("spec.state", "Pod alone", "Shutdown");
        place.change("alone", "{state: null, restartNonce: '1'}");
        Place.waiting("the nonce is refused")
                .until(() -> place.awaitStalled("alone", Reason.NOT_POSSIBLE).contains("spec.restartNonce"));
        assertThat(place.pods("alone")).allMatch(Place::isAvailable);
    }

    @Test
    void dockersContainersNeedAHost() {
        place.create(Place.policy("docker", "{docker: {host: edge-1, names: [a]}, state: Stopped}"));
        assertThat(place.awaitStalled("docker", Reason.HOST_UNKNOWN))
                .contains("spec.docker", "--docker-hosts", "docker.hosts", "graceful local");
    }

    @Test
    void anOperatorThatOnlyObservesTouchesNothing() throws Exception {
        try (Installation other = Installation.create("observe")) {
            Place there = new Place(other.client(), other.watched());
            HasMetadata before = deployment(there, "seen");
            try (OperatorProcess observer =
                    OperatorProcess.start(other, "--observe-only").awaitReady()) {
                there.create(Place.policy("apps/v1", "Deployment", "seen", "state: Stopped"));
                there.awaitReady("seen", Reason.DRY_RUN);
                there.change("seen", "{state: Running, restartNonce: '1'}");
                there.await(
                        "seen",
                        "the nonce is noted",
                        it -> "1".equals(it.getStatus().observedRestartNonce()));
                there.change("seen", "{restartNonce: '2'}");
                there.await(
                        "seen",
                        "the nonce is noted",
                        it -> "2".equals(it.getStatus().observedRestartNonce()));
            }
            there.assertUntouched(before);
            assertThat(there.pods("seen")).hasSize(1).allMatch(Place::isAvailable);
        }
    }

    private static HasMetadata deployment(Place there, String name) {
        there.create(Place.replicated("Deployment", name, 1));
        there.awaitReadyPods(name, 1);
        return there.get("apps/v1", "Deployment", name);
    }
}
