package dev.gracefulshutdown.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.Strategy;
import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceFilesTest {
    private static final Path NAME = Path.of("orders.yaml");

    private static final String GOOD = """
            apiVersion: gracefulshutdown.dev/v1alpha1
            kind: GracefulShutdownPolicy
            metadata: {name: good}
            spec:
              docker: {names: [orders-db]}
              stopSignal: INT
              gracePeriod: 1m30s
            """;

    @TempDir
    Path folder;

    @Test
    void aPolicyComesWithTheSchemasDefaults() {
        GracefulShutdownPolicy policy =
                ResourceFiles.parse(NAME, GOOD).policies().getFirst();

        assertThat(policy.getMetadata().getName()).isEqualTo("good");
        assertThat(policy.getMetadata().getNamespace()).isNull();
        assertThat(policy.getSpec().settings())
                .isEqualTo(StopSettings.builder()
                        .stopSignal(Signal.INT)
                        .gracePeriod(Duration.ofSeconds(90))
                        .build()
                        .orElse(StopSettings.DEFAULTS));
        assertThat(policy.getSpec().settings().strategy()).isEqualTo(Strategy.STOP);
        assertThat(policy.getSpec().rollout()).isEqualTo(GracefulShutdownPolicySpec.DEFAULTS.rollout());
        assertThat(policy.getSpec().history()).isEqualTo(GracefulShutdownPolicySpec.DEFAULTS.history());
    }

    @Test
    void overridesGetNoDefaults() {
        GracefulShutdownPolicy policy = ResourceFiles.parse(NAME, GOOD + "  containers: [{name: a}]\n")
                .policies()
                .getFirst();

        assertThat(policy.getSpec().overrides().getFirst().settings()).isEqualTo(StopSettings.NONE);
    }

    @Test
    void everyProblemOfEveryDocumentIsReportedAndTheGoodOnesAreGivenApart() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GOOD);
        Files.writeString(folder.resolve("b.yml"), """
                # two bad ones around a good one
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: b}
                spec:
                  stopSignal: SIGTREM
                  gracePeriode: 60s
                ---
                """ + GOOD.replace("good", "also-good") + """
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: c}
                spec: {docker: {names: [c}, gracePeriod: 5s}
                """);
        Files.writeString(folder.resolve("readme.txt"), "not read");

        Loaded loaded = ResourceFiles.read(folder);

        assertThat(loaded.policies())
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactly("good", "also-good");
        assertThat(text(loaded)).isEqualTo("""
                b.yml:6:15: spec.stopSignal: "SIGTREM" is no signal's name; did you mean SIGTERM?
                b.yml:7:3: spec.gracePeriode: is no field; did you mean gracePeriod?
                b.yml:20:26: is not YAML: expected ',' or ']', but got }""");
    }

    @Test
    void aDocumentThatIsOfSoundStructureIsHeldToEveryRule() {
        assertThat(text(ResourceFiles.parse(NAME, """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: a}
                spec:
                  gracePeriod: 60s
                  escalation:
                  - {at: 20s, signal: SIGINT}
                  - at: 10s
                    signal: SIGKILL
                """))).isEqualTo("""
                orders.yaml:5:3: spec: exactly one of targetRef, selector and docker is needed; none is here
                orders.yaml:8:9: spec.escalation[1].at: steps stand in the order of sending, each later than the one before \
                (those with beforeEnd last where no gracePeriod is set)
                orders.yaml:9:13: spec.escalation[1].signal: SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT and SIGCHLD ask nobody: SIGKILL comes by itself at the \
                end of the grace period""");
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD + "  gracePeriod: 5s\n")))
                .isEqualTo("orders.yaml:8:3: spec.gracePeriod: stands here twice, first in line 7");
    }

    @Test
    void whatATerminalWouldObeyIsShownAsItsCode() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD.replace("INT", "\"\\e[31mRED\\e[0m\\n\\u202e\\x9b\""))))
                .isEqualTo("""
                        orders.yaml:6:15: spec.stopSignal: "\\u001b[31mRED\\u001b[0m\\u000a\\u202e\\u009b" is no signal's name; \
                        for example SIGTERM, SIGINT, SIGQUIT or SIGRTMIN+3
                        """.stripTrailing());
    }

    @Test
    void whatStandsThereIsSaidBesideWhatIsNeeded() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD + """
                  selector: {}
                  escalation: [{at: 2m, signal: SIGINT}]
                """))).isEqualTo("""
                        orders.yaml:5:3: spec: exactly one of targetRef, selector and docker is needed; selector and \
                        docker are here: leave one
                        orders.yaml:9:21: spec.escalation[0].at: a step comes after the first signal and not after the end \
                        of the gracePeriod; SIGINT is sent at 2m, and gracePeriod is 1m30s""");
    }

    @Test
    void metadataIsCheckedToo() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD.replace("{name: good}", "{name: Orders_DB, lables: {a: b}}"))))
                .isEqualTo("""
                        orders.yaml:3:18: metadata.name: "Orders_DB" is no name that Kubernetes takes; use lower-case \
                        letters, digits, '-' and '.', with a letter or digit at both ends
                        orders.yaml:3:29: metadata.lables: is no field; did you mean labels?""");
    }

    @Test
    void aTabIsNamedWithItsLine() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD + "\tmode: DryRun\n")))
                .startsWith("orders.yaml:8:1: is not YAML: found character '\\t(TAB)'");
    }

    @Test
    void aWrongIndentIsNamedWithItsLine() {
        assertThat(text(ResourceFiles.parse(NAME, GOOD + "   mode: DryRun\n"))).startsWith("orders.yaml:8:");
    }

    @Test
    void otherPeoplesDocumentsAreRefused() {
        assertThat(text(ResourceFiles.parse(NAME, """
                apiVersion: apps/v1
                kind: Deployment
                ---
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdwonPolicy
                ---
                kind: GracefulShutdownPolicy
                ---
                just a text
                """))).isEqualTo("""
                orders.yaml:1:13: apiVersion: apps/v1 is none of ours, nor is its Deployment; only documents of \
                gracefulshutdown.dev/v1alpha1 are read here
                orders.yaml:5:7: kind: GracefulShutdwonPolicy is no kind that is read from files; did you mean \
                GracefulShutdownPolicy? allowed: GracefulShutdownPolicy, ClusterGracefulShutdownPolicy, Shutdown
                orders.yaml:7:1: apiVersion: is missing; only documents of gracefulshutdown.dev/v1alpha1 are read here
                orders.yaml:9:1: is no resource; begin with apiVersion: gracefulshutdown.dev/v1alpha1""");
    }

    @Test
    void theItemsOfAListAreReadAsIfEachStoodAlone() {
        Loaded loaded = ResourceFiles.parse(NAME, """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: gracefulshutdown.dev/v1alpha1
                  kind: GracefulShutdownPolicy
                  metadata: {name: a}
                  spec: {selector: {}}
                - apiVersion: gracefulshutdown.dev/v1alpha1
                  kind: GracefulShutdownPolicy
                  metadata: {name: b}
                  spec: {selector: {}, gracePeriod: 5}
                - apiVersion: v1
                  kind: List
                  items: []
                """);

        assertThat(loaded.policies())
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactly("a");
        assertThat(loaded.documents().getFirst().line()).isEqualTo(4);
        assertThat(text(loaded)).isEqualTo("""
                orders.yaml:11:37: spec.gracePeriod: "5" has no unit: write 5s
                orders.yaml:12:15: apiVersion: v1 is none of ours, nor is its List; only documents of \
                gracefulshutdown.dev/v1alpha1 are read here""");
    }

    @Test
    void theSameNameTwiceIsRefusedAndTheFirstStays() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GOOD);
        Files.writeString(folder.resolve("b.yaml"), GOOD.replace("orders-db", "other"));

        Loaded loaded = ResourceFiles.read(folder);

        assertThat(loaded.policies()).hasSize(1);
        assertThat(text(loaded))
                .isEqualTo(
                        "b.yaml:1:1: metadata.name: GracefulShutdownPolicy good stands in a.yaml:1 already; give it another name");
    }

    @Test
    void aliasesThatMultiplyAreStoppedByTheSchemasBounds() {
        StringBuilder bomb = new StringBuilder("  containers:\n  - &a0 {name: x}\n");
        bomb.insert(0, "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("  - &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i - 1, i - 1, i - 1, i - 1));
        }
        assertThat(ResourceFiles.parse(NAME, GOOD + bomb).isGood()).isFalse();
        assertThat(ResourceFiles.parse(NAME, GOOD + "  escalation: &e [*e, *e]\n")
                        .isGood())
                .isFalse();
    }

    @Test
    void tooManyAliasesAreNamedAsSuchWithTheirDocument() {
        String aliases = "x: &a [1]\ny: [" + "*a, ".repeat(51) + "1]\n";
        assertThat(text(ResourceFiles.parse(NAME, GOOD + "---\n" + aliases)))
                .isEqualTo(
                        "orders.yaml:8:1: has more than 50 aliases of maps and lists; write out what they stand for");
    }

    @Test
    void deepNestingIsAProblemAndNoCrash() {
        assertThat(ResourceFiles.parse(NAME, GOOD + "  x: " + "[".repeat(200_000))
                        .isGood())
                .isFalse();
    }

    @Test
    void whatIsNotThereOrEmptyIsAProblem() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path blank = Files.writeString(folder.resolve("blank.yaml"), "# nothing yet\n---\n");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(text(ResourceFiles.read(folder.resolve("none.yaml")))).isEqualTo("none.yaml: does not exist");
        assertThat(text(ResourceFiles.read(empty))).isEqualTo("empty: holds no *.yaml or *.yml file");
        assertThat(text(ResourceFiles.read(blank))).isEqualTo("blank.yaml: holds no document");
        assertThat(text(ResourceFiles.read(binary))).isEqualTo("binary.yaml: is no text in UTF-8");
    }

    @Test
    void whatAServerGaveOutIsReadBack() {
        assertThat(ResourceFiles.parse(NAME, """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: Shutdown
                metadata:
                  name: a
                  namespace: shop
                  uid: 1b3c
                  resourceVersion: "12"
                  generation: 1
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  labels: {app: orders}
                  managedFields: [{manager: agent}]
                spec: {podRef: {name: orders-db-0}}
                status:
                  phase: Finished
                  outcome: Escalated
                  took: 20s400ms
                  startedAt: "2026-01-01T00:00:00.123Z"
                  containers:
                  - name: postgres
                    exitCode: 0
                    steps:
                    - {at: 20s, signal: SIGINT, sentBy: Agent, to: 1 postgres, hearing: Catches, delivery: Delivered}
                """).problems()).isEmpty();
    }

    private String text(Loaded loaded) {
        return loaded.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .collect(Collectors.joining("\n"));
    }
}
