package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime.Program;
import dev.gracefulshutdown.api.file.ResourceFiles;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every rule says the same in CEL and in Java, for the files in {@code crd-cases} and for generated settings. */
class TwinRulesTest {
    private static final int GENERATED = 3_000;

    private final Cel cel = CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .build();
    private final Map<String, Program> programs = new HashMap<>();
    private final Map<String, Integer> broken = new HashMap<>();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void forGeneratedPolicies() throws Exception {
        GeneratedPolicies policies = new GeneratedPolicies(new Random(42));
        for (int i = 0; i < GENERATED; i++) {
            policy(policies.next());
        }
        assertThat(broken.keySet())
                .as("every rule was broken at least once")
                .containsAll(TargetRules.POLICY.stream().map(Rule::cel).toList())
                .containsAll(TargetRules.TARGET_REF.stream().map(Rule::cel).toList())
                .containsAll(Rules.POLICY.stream().map(Rule::cel).toList())
                .containsAll(Rules.SETTINGS.stream().map(Rule::cel).toList())
                .containsAll(StepRules.ALL.stream().map(Rule::cel).toList());
    }

    @Test
    void forGeneratedPoliciesOfTheCluster() throws Exception {
        GeneratedPolicies policies = new GeneratedPolicies(new Random(44));
        for (int i = 0; i < GENERATED; i++) {
            clusterPolicy(policies.nextOfCluster());
        }
        assertThat(broken.keySet())
                .contains(TargetRules.CLUSTER_POLICY.cel(), TargetRules.EXPRESSION.cel())
                .containsAll(Rules.POLICY.stream().map(Rule::cel).toList());
    }

    @Test
    void forGeneratedPlans() throws Exception {
        GeneratedPolicies policies = new GeneratedPolicies(new Random(43));
        for (int i = 0; i < GENERATED; i++) {
            shutdown(json.createObjectNode().set("plan", policies.settings()));
        }
        assertThat(broken.keySet()).contains(KillRules.PLAN_KILL_SIGNAL.cel());
    }

    @Test
    void forTheFilesThatAreSound() throws Exception {
        int documents = 0;
        for (CrdCase c : CrdCase.all().filter(TwinRulesTest::isSound).toList()) {
            for (Object loaded : new Load(LoadSettings.builder().build()).loadAllFromString(c.yaml())) {
                JsonNode document = json.valueToTree(loaded);
                JsonNode spec = document.get("spec");
                switch (document.get("kind").asText()) {
                    case "GracefulShutdownPolicy" -> policy(spec);
                    case "ClusterGracefulShutdownPolicy" -> clusterPolicy(spec);
                    default -> shutdown(spec);
                }
                documents++;
            }
        }
        assertThat(documents).isGreaterThan(60);
    }

    /** A file that is refused for its structure never comes to the rules, here or at an API server. */
    private static boolean isSound(CrdCase c) {
        return ResourceFiles.read(c.file()).problems().stream()
                .allMatch(problem -> AllRules.messages().contains(problem.message()));
    }

    private void policy(JsonNode spec) throws Exception {
        GracefulShutdownPolicySpec policy = json.treeToValue(spec, GracefulShutdownPolicySpec.class);
        same(TargetRules.POLICY, spec, policy);
        anyPolicy(spec, policy);
        if (policy.targetRef() != null) {
            same(TargetRules.TARGET_REF, spec.get("targetRef"), policy.targetRef());
        }
        if (policy.docker() != null) {
            same(List.of(TargetRules.DOCKER), spec.get("docker"), policy.docker());
        }
        selector(spec.get("selector"), policy.selector());
    }

    private void clusterPolicy(JsonNode spec) throws Exception {
        ClusterGracefulShutdownPolicySpec policy = json.treeToValue(spec, ClusterGracefulShutdownPolicySpec.class);
        same(List.of(TargetRules.CLUSTER_POLICY), spec, policy);
        anyPolicy(spec, policy);
        selector(spec.get("namespaceSelector"), policy.namespaceSelector());
        selector(spec.get("selector"), policy.selector());
    }

    private void anyPolicy(JsonNode spec, PolicySpec policy) throws Exception {
        same(Rules.POLICY, spec, policy);
        settings(spec, policy.settings());
        for (int i = 0; i < policy.overrides().size(); i++) {
            settings(spec.get("containers").get(i), policy.overrides().get(i).settings());
        }
    }

    private void selector(JsonNode yaml, @Nullable LabelSelector selector) throws Exception {
        for (int i = 0; selector != null && i < selector.getMatchExpressions().size(); i++) {
            same(
                    List.of(TargetRules.EXPRESSION),
                    yaml.get("matchExpressions").get(i),
                    selector.getMatchExpressions().get(i));
        }
    }

    private void shutdown(JsonNode spec) throws Exception {
        ShutdownSpec shutdown = json.treeToValue(spec, ShutdownSpec.class);
        same(TargetRules.SHUTDOWN, spec, shutdown);
        if (shutdown.plan() != null) {
            same(List.of(KillRules.PLAN_KILL_SIGNAL), spec.get("plan"), shutdown.plan());
            settings(spec.get("plan"), shutdown.plan());
        }
    }

    private void settings(JsonNode yaml, StopSettings settings) throws Exception {
        same(Rules.SETTINGS, yaml, settings);
        List<EscalationStep> steps = settings.escalation() == null ? List.of() : settings.escalation();
        for (int i = 0; i < steps.size(); i++) {
            same(StepRules.ALL, yaml.get("escalation").get(i), steps.get(i));
        }
    }

    private <T> void same(List<Rule<T>> rules, JsonNode yaml, T value) throws Exception {
        Object self = json.convertValue(yaml, Map.class);
        for (Rule<T> rule : rules) {
            boolean keptInCel = (boolean) program(rule.cel()).eval(Map.of("self", self));
            boolean keptInJava = rule.broken().apply(value).findAny().isEmpty();
            assertThat(keptInJava)
                    .as("%s%n%s%nfor %s", rule.message(), rule.cel(), yaml)
                    .isEqualTo(keptInCel);
            if (!keptInCel) {
                broken.merge(rule.cel(), 1, Integer::sum);
            }
        }
    }

    private Program program(String rule) throws Exception {
        Program known = programs.get(rule);
        if (known == null) {
            known = cel.createProgram(cel.compile(rule).getAst());
            programs.put(rule, known);
        }
        return known;
    }
}
