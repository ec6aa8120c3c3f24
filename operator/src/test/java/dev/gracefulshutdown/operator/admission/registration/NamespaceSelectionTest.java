package dev.gracefulshutdown.operator.admission.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.matching.Exemption;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamespaceSelectionTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final NamespaceSelection selection = new NamespaceSelection(new Exemption("graceful-system"), Set.of());

    private static GracefulShutdownPolicy policy(String namespace, String spec) {
        return YAML.unmarshal(
                "metadata: {name: p, namespace: " + namespace + "}\nspec: " + spec, GracefulShutdownPolicy.class);
    }

    private static GracefulShutdownPolicy policy(String namespace) {
        return policy(namespace, "{selector: {}}");
    }

    private static ClusterGracefulShutdownPolicy wide(String spec) {
        return YAML.unmarshal("metadata: {name: c}\nspec: " + spec, ClusterGracefulShutdownPolicy.class);
    }

    private static boolean asks(LabelSelector selector, String namespace) {
        return LabelSelectors.matches(selector, Map.of(Exemption.NAME, namespace, "team", "a"));
    }

    @Test
    void withoutAPolicyNobodyIsAskedAbout() {
        LabelSelector none = selection.of(List.of(), List.of());

        assertThat(asks(none, "shop")).isFalse();
        assertThat(asks(none, "kube-system")).isFalse();
    }

    @Test
    void namespacesWithAPolicyAreAskedAboutAndNoOthers() {
        LabelSelector some = selection.of(List.of(policy("shop"), policy("bank")), List.of());

        assertThat(asks(some, "shop")).isTrue();
        assertThat(asks(some, "bank")).isTrue();
        assertThat(asks(some, "other")).isFalse();
    }

    @Test
    void aDryRunAndAPolicyForDockerNeedNobody() {
        LabelSelector none = selection.of(
                List.of(policy("shop", "{selector: {}, mode: DryRun}"), policy("shop", "{docker: {names: [a]}}")),
                List.of());

        assertThat(asks(none, "shop")).isFalse();
    }

    @Test
    void aPolicyForTheClusterAsksAboutAllButTheExempt() {
        LabelSelector all = selection.of(List.of(), List.of(wide("{selector: {matchLabels: {app: a}}}")));

        assertThat(asks(all, "made-a-moment-ago")).isTrue();
        assertThat(asks(all, "kube-system")).isFalse();
        assertThat(asks(all, "graceful-system")).isFalse();
    }

    @Test
    void theOnlySelectorIsTakenAsItIs() {
        LabelSelector team = selection.of(List.of(), List.of(wide("{namespaceSelector: {matchLabels: {team: a}}}")));

        assertThat(asks(team, "shop")).isTrue();
        assertThat(LabelSelectors.matches(team, Map.of(Exemption.NAME, "shop", "team", "b")))
                .isFalse();
    }

    @Test
    void anExemptNamespaceIsAskedAboutWhenAPolicyIsInItOrNamesIt() {
        var everywhere = wide("{namespaceSelector: {}}");

        assertThat(asks(selection.of(List.of(policy("kube-system")), List.of(everywhere)), "kube-system"))
                .isTrue();
        var named = wide("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}");
        assertThat(asks(selection.of(List.of(), List.of(everywhere, named)), "kube-system"))
                .isTrue();
    }

    @Test
    void policiesOfTheClusterAndOfNamespacesTogetherMissNobody() {
        LabelSelector both =
                selection.of(List.of(policy("shop")), List.of(wide("{namespaceSelector: {matchLabels: {team: b}}}")));

        assertThat(asks(both, "shop")).isTrue();
        assertThat(LabelSelectors.matches(both, Map.of(Exemption.NAME, "bank", "team", "b")))
                .isTrue();
    }

    @Test
    void aVeryLongListIsNotWritten() {
        List<GracefulShutdownPolicy> many =
                IntStream.range(0, 501).mapToObj(i -> policy("n" + i)).toList();
        LabelSelector all = selection.of(many, List.of());

        assertThat(asks(all, "n500")).isTrue();
        assertThat(all.getMatchExpressions()).allMatch(e -> e.getValues().size() < 3);
    }

    @Test
    void whereOnlySomeNamespacesAreWatchedNoOthersAreAskedAbout() {
        var some = new NamespaceSelection(new Exemption("graceful-system"), Set.of("shop"));

        assertThat(asks(some.of(List.of(), List.of(wide("{namespaceSelector: {}}"))), "bank"))
                .isFalse();
        assertThat(asks(some.of(List.of(), List.of(wide("{namespaceSelector: {}}"))), "shop"))
                .isTrue();
    }
}
