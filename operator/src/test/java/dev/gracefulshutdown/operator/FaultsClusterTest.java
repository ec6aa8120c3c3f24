package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.testing.Relay;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What becomes of the work when the operator, its leader or the API server fails in the middle of it. */
@Tag("cluster")
class FaultsClusterTest {
    private static final int KILLS = Integer.getInteger("graceful.faults.kills", 5);
    private static final Pattern RECONCILED =
            Pattern.compile("(?m)^operator_sdk_reconciliations_success_total(?:\\{[^}]*})? ([0-9.]+)$");

    private Installation installation;
    private Place place;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.create("faults");
        place = new Place(installation.client(), installation.watched());
    }

    @AfterEach
    void remove() throws IOException {
        installation.close();
    }

    @Test
    void killedAtAnyMomentEachRestartEndsAndTakesEachPodOnce() throws Exception {
        long seed =
                Long.getLong("graceful.faults.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed of the kills: -Dgraceful.faults.seed=" + seed);
        Random random = new Random(seed);
        List<String> names = List.of("web", "db");
        place.create(Place.replicated("Deployment", "web", 4));
        place.create(Place.replicated("StatefulSet", "db", 2));
        place.awaitReadyPods("web", 4);
        place.awaitReadyPods("db", 2);
        place.create(Place.policy("apps/v1", "Deployment", "web", "rollout: {maxUnavailable: 2}"));
        place.create(Place.policy("apps/v1", "StatefulSet", "db", "state: Running"));
        OperatorProcess operator = start().awaitReady();
        try {
            for (String name : names) {
                place.awaitReady(name, Reason.AS_ASKED);
            }
            for (int round = 1; round <= KILLS; round++) {
                Map<String, Set<String>> old = new HashMap<>();
                for (String name : names) {
                    old.put(name, uids(name));
                }
                try (PodHistory web = new PodHistory(place.client(), place.namespace(), "web");
                        PodHistory db = new PodHistory(place.client(), place.namespace(), "db")) {
                    for (String name : names) {
                        place.change(name, "{restartNonce: '" + round + "'}");
                    }
                    Awaitility.await("a moment")
                            .pollDelay(Duration.ofMillis(random.nextInt(4_000)))
                            .until(() -> true);
                    operator.kill();
                    operator = start();
                    for (String name : names) {
                        place.awaitRestarted(name, "" + round);
                    }
                    assertThat(web.ended()).as("round %d", round).isEqualTo(old.get("web"));
                    assertThat(web.fewest()).as("round %d", round).isGreaterThanOrEqualTo(2);
                    assertThat(db.ended()).as("round %d", round).isEqualTo(old.get("db"));
                }
            }
        } finally {
            operator.close();
        }
    }

    /** One that is started anew looks at everything and writes nothing. */
    @Test
    void anUnchangedWorldIsNotWrittenTo() throws Exception {
        for (String name : List.of("plain", "stopped", "restarted", "long", "dry")) {
            place.create(Place.replicated("Deployment", name, 1));
            place.awaitReadyPods(name, 1);
        }
        try (OperatorProcess first = start().awaitReady()) {
            place.create(Place.policy("apps/v1", "Deployment", "plain", "state: Running"));
            place.create(Place.policy("apps/v1", "Deployment", "stopped", "state: Stopped"));
            place.create(Place.policy("apps/v1", "Deployment", "restarted", ""));
            place.create(Place.policy("apps/v1", "Deployment", "long", "state: Stopped")
                    .replace("4s", "20s"));
            place.create(Place.policy("apps/v1", "Deployment", "dry", "mode: DryRun, state: Stopped"));
            place.create(Place.policy("apps/v1", "Deployment", "missing", "state: Stopped"));
            place.create(Place.policy("selecting", "{selector: {matchLabels: {app: plain}}, gracePeriod: 4s}"));
            place.awaitReady("restarted", Reason.AS_ASKED);
            place.change("restarted", "{restartNonce: '1'}");
            place.awaitRestarted("restarted", "1");
            place.awaitReady("plain", Reason.AS_ASKED);
            place.awaitReady("stopped", Reason.STOPPED);
            place.awaitStalled("long", Reason.GRACE_TOO_SHORT);
            place.awaitReady("dry", Reason.DRY_RUN);
            Place.waiting("nothing is terminating")
                    .until(() -> place.pods("restarted").size() == 1
                            && place.pods("stopped").isEmpty());
            place.awaitStalled("selecting", Reason.CONFLICTED);
            // Counts of pods are written at most once in 10 s.
            place.awaitCounted("restarted", 1);
            place.awaitCounted("stopped", 0);
            assertThat(first.terminate()).isZero();
        }
        Map<String, String> before = versions();
        try (OperatorProcess second = start().awaitReady()) {
            Place.waiting("every policy is looked at").until(() -> reconciled(second) >= 7);
            // Longer than counts may be held back.
            Awaitility.await("nothing is written")
                    .during(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(versions()).isEqualTo(before));
        }
    }

    private Map<String, String> versions() {
        return List.of(
                        place.client()
                                .resources(dev.gracefulshutdown.api.GracefulShutdownPolicy.class)
                                .inNamespace(place.namespace())
                                .list()
                                .getItems(),
                        place.client()
                                .apps()
                                .deployments()
                                .inNamespace(place.namespace())
                                .list()
                                .getItems())
                .stream()
                .flatMap(List::stream)
                .map(HasMetadata.class::cast)
                .collect(Collectors.toMap(
                        it -> it.getKind() + " " + it.getMetadata().getName(),
                        it -> it.getMetadata().getResourceVersion()));
    }

    private static double reconciled(OperatorProcess operator) throws Exception {
        return RECONCILED
                .matcher(operator.metrics())
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    @Test
    void aLeaderThatIsAskedToGoGivesTheLeaseBackAndTheOtherOneLeads() throws Exception {
        try (OperatorProcess first =
                OperatorProcess.start(installation, "--identity", "first").awaitReady()) {
            awaitLeading(first);
            try (OperatorProcess second =
                    OperatorProcess.start(installation, "--identity", "second").awaitReady()) {
                assertThat(second.log()).doesNotContain("leading");
                assertThat(second.answer("/livez")).isEqualTo(200);
                long asked = System.nanoTime();
                assertThat(first.terminate()).isZero();
                long gone = System.nanoTime();
                awaitLeading(second);
                System.out.printf(
                        "the leader was gone after %.2f s, the other one led %.2f s later%n",
                        (gone - asked) / 1e9, (System.nanoTime() - gone) / 1e9);
                assertThat(first.log()).contains("gave the lease back");
                works(second);
            }
        }
    }

    @Test
    void afterALeaderThatIsKilledTheOtherOneLeadsOnceTheLeaseHasRunOut() throws Exception {
        try (OperatorProcess first =
                OperatorProcess.start(installation, "--identity", "first").awaitReady()) {
            awaitLeading(first);
            try (OperatorProcess second =
                    OperatorProcess.start(installation, "--identity", "second").awaitReady()) {
                first.kill();
                long gone = System.nanoTime();
                awaitLeading(second);
                System.out.printf("the other one led %.2f s after the kill%n", (System.nanoTime() - gone) / 1e9);
                works(second);
            }
        }
    }

    private void works(OperatorProcess operator) {
        place.create(Place.policy("apps/v1", "Deployment", "proof", "state: Stopped"));
        place.create(Place.replicated("Deployment", "proof", 1));
        place.awaitReady("proof", Reason.STOPPED);
        assertThat(operator.answer("/readyz")).isEqualTo(200);
    }

    private static void awaitLeading(OperatorProcess operator) {
        Awaitility.await("it leads")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> operator.log().contains(" leading"));
    }

    /** With an election it ends and is started anew, as by the kubelet; without one it goes on by itself. */
    @Test
    @EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_STOP_API", matches = ".+")
    @EnabledIfEnvironmentVariable(named = "GRACEFUL_TEST_START_API", matches = ".+")
    void aRestartOutlivesTheApiServersFailure() throws Exception {
        try (Installation other = Installation.create("outage")) {
            Place there = new Place(other.client(), other.watched());
            for (Place each : List.of(place, there)) {
                each.create(Place.replicated("Deployment", "web", 4));
                each.awaitReadyPods("web", 4);
                each.create(Place.policy("apps/v1", "Deployment", "web", ""));
            }
            Set<String> old = uids("web");
            Set<String> oldThere = uidsOf(there, "web");
            OperatorProcess electing = start().awaitReady();
            try (OperatorProcess alone = OperatorProcess.start(other, "--leader-elect", "false")
                            .awaitReady();
                    PodHistory pods = new PodHistory(place.client(), place.namespace(), "web");
                    PodHistory podsThere = new PodHistory(there.client(), there.namespace(), "web")) {
                place.awaitReady("web", Reason.AS_ASKED);
                there.awaitReady("web", Reason.AS_ASKED);
                place.change("web", "{restartNonce: '1'}");
                there.change("web", "{restartNonce: '1'}");
                Place.waiting("both have begun")
                        .until(() ->
                                !pods.ended().isEmpty() && !podsThere.ended().isEmpty());
                run(System.getenv("GRACEFUL_TEST_STOP_API"));
                try {
                    OperatorProcess lost = electing;
                    Place.waiting("the one without its lease ends").until(() -> !lost.isAlive());
                    assertThat(lost.log()).contains("lost the lease");
                    assertThat(alone.isAlive()).isTrue();
                    assertThat(alone.answer("/livez")).isEqualTo(200);
                } finally {
                    run(System.getenv("GRACEFUL_TEST_START_API"));
                }
                electing = start();
                place.awaitRestarted("web", "1");
                there.awaitRestarted("web", "1");
                assertThat(pods.ended()).isEqualTo(old);
                assertThat(podsThere.ended()).isEqualTo(oldThere);
            } finally {
                electing.close();
            }
        }
    }

    /** Its RoleBinding goes before the namespace does: what is left of it can't be read. */
    @Test
    void aNamespaceThatIsBeingDeletedOrGoneKeepsAnOperatorThatStartsFromNoOther() throws Exception {
        Place other = other();
        create(other);
        try {
            beginToDelete(other);
            try (OperatorProcess operator = startOnBoth(other).awaitReady()) {
                assertToldOnce(operator, other);
                serves(place, "terminating");
                assertThat(operator.metrics()).contains(readable(other, 0), readable(place, 1));
            }
            endToDelete(other);
            try (OperatorProcess operator = startOnBoth(other).awaitReady()) {
                serves(place, "gone");
                create(other);
                serves(other, "anew");
                Place.waiting("it is counted among the others")
                        .until(() -> operator.metrics().contains(readable(other, 1)));
                assertThat(operator.answer("/readyz")).isEqualTo(200);
                assertToldOnce(operator, other);
                assertThat(operator.log()).doesNotContain("\tat ");
            }
        } finally {
            endToDelete(other);
        }
    }

    /** Its watches stay open while the API server does not look; what ends them in the end is here the way there. */
    @Test
    void aNamespaceThatGoesAwayMeanwhileIsToldAndServedOnceItIsBack() throws Exception {
        Place other = other();
        create(other);
        try (Relay relay = relay();
                OperatorProcess operator = startOnBoth(other).awaitReady()) {
            serves(other, "before");
            beginToDelete(other);
            relay.cut();
            relay.mend();
            assertToldOnce(operator, other);
            assertThat(operator.metrics()).contains(readable(other, 0));
            serves(place, "meanwhile");
            Place.waiting("it is ready for the others").until(() -> operator.answer("/readyz") == 200);
            endToDelete(other);
            create(other);
            serves(other, "before");
            assertToldOnce(operator, other);
            Place.waiting("it is counted among the others")
                    .until(() -> operator.metrics().contains(readable(other, 1)));
            Place.waiting("it is ready for all").until(() -> operator.answer("/readyz") == 200);
        } finally {
            endToDelete(other);
        }
    }

    /** On the operator's way to the API server. */
    private Relay relay() throws IOException {
        URL server = place.client().getMasterUrl();
        assumeTrue(server.getHost().equals("127.0.0.1"), "cluster: its certificate has to be for this machine");
        Relay relay = Relay.tcp(new InetSocketAddress(server.getHost(), server.getPort()));
        Path kubeconfig = installation.kubeconfig();
        Files.writeString(
                kubeconfig,
                Files.readString(kubeconfig)
                        .replace(
                                "127.0.0.1:" + server.getPort(), relay.address().substring("tcp://".length())));
        return relay;
    }

    /** There are no webhooks that it could keep, and so it makes no certificate; but it comes so far. */
    @Test
    void admissionKnowsThePoliciesOfTheOthersAndLaterThoseOfOneThatCouldNotBeRead() throws Exception {
        Place other = other();
        Rights rights = Rights.shipped(place.client());
        installation.grant(
                installation.own(),
                Stream.concat(rights.own().stream(), rights.certificate().stream())
                        .toList());
        try (OperatorProcess operator =
                startOnBoth(other, "--webhook-configuration", installation.own(), "--webhook-port", "0")) {
            Place.waiting("it has started").until(() -> operator.log().contains("GracefulOperator - port"));
            Place.waiting("the policies are known")
                    .until(() -> operator.text("/readyz").contains("no certificate"));
            create(other);
            Place.waiting("it can be read").until(() -> operator.metrics().contains(readable(other, 1)));
        } finally {
            endToDelete(other);
        }
    }

    private Place other() {
        return new Place(place.client(), place.namespace() + "-b");
    }

    private OperatorProcess startOnBoth(Place other, String... further) throws IOException {
        return OperatorProcess.start(
                installation,
                Stream.concat(
                                Stream.of(
                                        "--identity",
                                        "operator",
                                        "--namespaces",
                                        place.namespace() + "," + other.namespace()),
                                Stream.of(further))
                        .toArray(String[]::new));
    }

    /** Which namespace, which right, and what to do about it. */
    private static void assertToldOnce(OperatorProcess operator, Place there) {
        Place.waiting("it is told")
                .untilAsserted(() -> assertThat(operator.log().lines())
                        .filteredOn(line -> line.contains("a namespace can't be read"))
                        .singleElement()
                        .asString()
                        .contains(
                                " WARN ",
                                "cannot list resource",
                                "in the namespace \"" + there.namespace() + "\"",
                                "docs/install.md",
                                "watchNamespaces"));
    }

    private static String readable(Place there, int value) {
        return "graceful_namespace_readable{namespace=\"" + there.namespace() + "\"} " + value + ".0";
    }

    private void create(Place there) throws IOException {
        installation.namespace(there.namespace());
        installation.grant(there.namespace(), Rights.shipped(there.client()).watched());
    }

    /** What is in it goes; the namespace itself stays, for something in it is not let go. */
    private static void beginToDelete(Place there) {
        there.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: stays, finalizers: [example.com/stays]}}");
        there.client().namespaces().withName(there.namespace()).delete();
        Place.waiting("the rights in " + there.namespace() + " are gone")
                .until(() -> there.client()
                        .rbac()
                        .roleBindings()
                        .inNamespace(there.namespace())
                        .list()
                        .getItems()
                        .isEmpty());
    }

    private static void endToDelete(Place there) {
        if (there.get("v1", "ConfigMap", "stays") != null) {
            there.patch("v1", "ConfigMap", "stays", "{metadata: {finalizers: null}}");
        }
        there.client().namespaces().withName(there.namespace()).delete();
        Place.waiting(there.namespace() + " is gone")
                .until(() ->
                        there.client().namespaces().withName(there.namespace()).get() == null);
    }

    private static void serves(Place there, String name) {
        there.create(Place.replicated("Deployment", name, 0));
        there.create(Place.policy("apps/v1", "Deployment", name, ""));
        there.awaitReady(name, Reason.AS_ASKED);
    }

    private static void run(String command) throws Exception {
        int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
        assertThat(code).as(command).isZero();
    }

    private OperatorProcess start() throws IOException {
        return OperatorProcess.start(installation, "--identity", "operator");
    }

    private Set<String> uids(String app) {
        return uidsOf(place, app);
    }

    private static Set<String> uidsOf(Place there, String app) {
        return there.pods(app).stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }
}
