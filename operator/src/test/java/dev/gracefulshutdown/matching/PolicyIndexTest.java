package dev.gracefulshutdown.matching;

import static dev.gracefulshutdown.matching.World.clusterPolicy;
import static dev.gracefulshutdown.matching.World.in;
import static dev.gracefulshutdown.matching.World.label;
import static dev.gracefulshutdown.matching.World.policy;
import static dev.gracefulshutdown.matching.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.TargetRef;
import dev.gracefulshutdown.matching.World.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
    private final PolicyIndex index = new PolicyIndex(World.OWN);

    private static PodTraits pod(String namespace) {
        return new PodTraits(
                namespace,
                "web-0",
                Map.of("app", "web"),
                Map.of(Labels.NAMESPACE, namespace, "team", "shop"),
                List.of(new Owner("apps", "StatefulSet", "web")));
    }

    private List<String> ranking(PodTraits pod) {
        return names(index.match(pod));
    }

    private static List<String> names(Match match) {
        return all(match).map(policy -> policy.source().name()).toList();
    }

    private static Stream<EffectivePolicy> all(Match match) {
        return Stream.concat(match.winner().stream(), match.losers().stream());
    }

    @Test
    void withoutPoliciesNothingHolds() {
        assertThat(index.match(pod("shop"))).isEqualTo(Match.NONE);
    }

    @Test
    void targetRefGoesBeforeSelectorAndSelectorBeforeClusterHoweverOld() {
        index.put(clusterPolicy("cluster", 2, null, label("app", "web")));
        index.put(policy("shop", "selector", 1, null, label("app", "web"), null));
        index.put(policy("shop", "target", 0, target("StatefulSet", "web"), null, null));

        assertThat(ranking(pod("shop"))).containsExactly("target", "selector", "cluster");
        assertThat(ranking(pod("bank"))).containsExactly("cluster");
    }

    @Test
    void theOlderGoesBeforeTheYoungerAndTheNameDecidesTheRest() {
        index.put(policy("shop", "a", 0, null, label("app", "web"), null));
        index.put(policy("shop", "c", 1, null, new LabelSelector(), null));
        index.put(policy("shop", "b", 1, null, label("app", "web"), null));

        assertThat(ranking(pod("shop"))).containsExactly("b", "c", "a");
    }

    @Test
    void theLoserIsToldWithWhomAndWhy() {
        index.put(policy("shop", "old", 1, null, label("app", "web"), null));
        index.put(policy("shop", "young", 0, null, label("app", "web"), null));
        index.put(policy("shop", "twin", 0, null, label("app", "web"), null));
        index.put(clusterPolicy("cluster", 2, new LabelSelector(), null));

        assertThat(index.match(pod("shop")).conflicts())
                .extracting(Conflict::message)
                .containsExactly(
                        "GracefulShutdownPolicy shop/old holds instead, for it is older; narrow the selector of one of"
                                + " the two",
                        "GracefulShutdownPolicy shop/old holds instead, for it is older; narrow the selector of one of"
                                + " the two",
                        "GracefulShutdownPolicy shop/old holds instead, for it is the more specific one: it matches by"
                                + " selector, this one by cluster-wide selectors");
        index.remove(policy("shop", "old", 1, null, null, null));
        assertThat(index.match(pod("shop")).conflicts().getFirst())
                .satisfies(c -> assertThat(c.reason()).isEqualTo(Conflict.Reason.FIRST_BY_NAME))
                .satisfies(c -> assertThat(c.message()).startsWith("GracefulShutdownPolicy shop/twin holds instead"));
    }

    @Test
    void aPodIsNamedByItselfAndByEachOfItsOwnersInTheirOwnGroup() {
        index.put(policy("shop", "pod", 3, target("Pod", "web-0"), null, null));
        index.put(policy("shop", "owner", 2, target("StatefulSet", "web"), null, null));
        index.put(policy("shop", "other-kind", 1, target("Deployment", "web"), null, null));
        index.put(policy(
                "shop", "other-group", 0, new TargetRef("apps.kruise.io/v1beta1", "StatefulSet", "web"), null, null));

        assertThat(ranking(pod("shop"))).containsExactly("pod", "owner");
        assertThat(ranking(pod("shop")
                        .ownedBy(List.of(
                                new Owner("apps.kruise.io", "StatefulSet", "web"),
                                new Owner("apps", "Deployment", "web")))))
                .containsExactly("pod", "other-kind", "other-group");
    }

    @Test
    void aPolicyForDockerIsForNoPodAndTakesBackWhatItWasBefore() {
        index.put(policy("shop", "a", 0, null, new LabelSelector(), null));
        index.put(policy("shop", "a", 0, null, null, new DockerSelector(null, List.of("web-0"), null, null)));

        assertThat(index.match(pod("shop"))).isEqualTo(Match.NONE);
    }

    @Test
    void kubeSystemAndOurOwnNamespaceHaveToBeNamedByAPolicyForTheCluster() {
        for (String exempt : List.of("kube-system", World.OWN)) {
            Map<LabelSelector, Boolean> names = new HashMap<>();
            names.put(new LabelSelector(), false);
            names.put(label("team", "shop"), false);
            names.put(in(Labels.NAMESPACE, "bank"), false);
            names.put(exists(Labels.NAMESPACE), false);
            names.put(notIn("bank"), false);
            names.put(label(Labels.NAMESPACE, exempt), true);
            names.put(in(Labels.NAMESPACE, "bank", exempt), true);
            names.forEach((namespaces, named) -> {
                index.put(clusterPolicy("c", 0, namespaces, null));
                assertThat(index.match(pod(exempt)).winner().isPresent())
                        .as("%s by %s", exempt, namespaces)
                        .isEqualTo(named);
            });
            index.put(clusterPolicy("c", 0, null, label("app", "web")));
            assertThat(index.match(pod(exempt))).isEqualTo(Match.NONE);
            index.put(policy(exempt, "own", 0, null, label("app", "web"), null));
            assertThat(ranking(pod(exempt))).containsExactly("own");
        }
    }

    private static LabelSelector exists(String key) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator("Exists")
                .endMatchExpression()
                .build();
    }

    private static LabelSelector notIn(String namespace) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(Labels.NAMESPACE)
                .withOperator("NotIn")
                .withValues(namespace)
                .endMatchExpression()
                .build();
    }

    @Test
    void aNewStateOfAPolicyTakesTheOldOnesPlace() {
        GracefulShutdownPolicy policy = policy("shop", "a", 0, null, label("app", "web"), null);
        policy.getMetadata().setUid("1");
        policy.getMetadata().setGeneration(1L);
        index.put(policy);
        assertThat(index.match(pod("shop")).winner()).get().satisfies(winner -> {
            assertThat(winner.source()).isEqualTo(new PolicyRef("GracefulShutdownPolicy", "shop", "a", "1", 1L));
            assertThat(winner.mode()).isEqualTo(Mode.ENFORCE);
        });

        GracefulShutdownPolicy next = policy("shop", "a", 0, null, label("app", "other"), null);
        next.getMetadata().setUid("1");
        next.getMetadata().setGeneration(2L);
        index.put(next);
        assertThat(index.match(pod("shop"))).isEqualTo(Match.NONE);
    }

    /** Policies come, change and go at random, and after each step random pods are matched as the rules say. */
    @Test
    void itDecidesAsTheRulesSayWhateverComesAndGoes() {
        long matches = 0;
        long conflicts = 0;
        for (long seed = 0; seed < 300; seed++) {
            World world = new World(seed);
            PolicyIndex grown = new PolicyIndex(World.OWN);
            Map<String, GracefulShutdownPolicy> policies = new HashMap<>();
            Map<String, ClusterGracefulShutdownPolicy> ofCluster = new HashMap<>();
            for (int step = 0; step < 40; step++) {
                change(world, grown, policies, ofCluster);
                PodTraits pod = world.pod();
                Match match = grown.match(pod);
                assertThat(all(match).map(p -> p.source().display()))
                        .as("seed %d, step %d, %s", seed, step, pod)
                        .containsExactlyElementsOf(
                                Specification.ranking(policies.values(), ofCluster.values(), pod).stream()
                                        .map(PolicyIndexTest::display)
                                        .toList());
                matches += match.winner().isPresent() ? 1 : 0;
                conflicts += match.losers().size();
            }
        }
        assertThat(matches).as("pods that had a policy").isGreaterThan(2_000);
        assertThat(conflicts).as("policies that lost").isGreaterThan(2_000);
    }

    private static void change(
            World world,
            PolicyIndex index,
            Map<String, GracefulShutdownPolicy> policies,
            Map<String, ClusterGracefulShutdownPolicy> ofCluster) {
        if (world.maybe(4)) {
            ClusterGracefulShutdownPolicy policy = world.clusterPolicy();
            if (world.maybe(3)) {
                index.remove(policy);
                ofCluster.remove(display(policy));
            } else {
                index.put(policy);
                ofCluster.put(display(policy), policy);
            }
            return;
        }
        GracefulShutdownPolicy policy = world.policy();
        if (world.maybe(4)) {
            index.remove(policy);
            policies.remove(display(policy));
        } else {
            index.put(policy);
            policies.put(display(policy), policy);
        }
    }

    private static String display(HasMetadata policy) {
        String namespace = policy.getMetadata().getNamespace();
        return policy.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + policy.getMetadata().getName();
    }
}
