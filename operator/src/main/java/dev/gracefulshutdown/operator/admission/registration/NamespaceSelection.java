package dev.gracefulshutdown.operator.admission.registration;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.matching.Exemption;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which namespaces' pods the API server has to ask about: never fewer than the policies need, and little more. */
final class NamespaceSelection {
    /** A longer list costs every API server more than the calls would. */
    private static final int LONGEST_LIST = 500;

    private final Exemption exemption;
    private final Set<String> watched;

    /** @param watched the only namespaces whose policies count; empty for all */
    NamespaceSelection(Exemption exemption, Set<String> watched) {
        this.exemption = exemption;
        this.watched = watched;
    }

    LabelSelector of(
            Collection<GracefulShutdownPolicy> ofNamespaces, Collection<ClusterGracefulShutdownPolicy> ofCluster) {
        Set<String> own = ofNamespaces.stream()
                .filter(NamespaceSelection::acts)
                .filter(policy -> policy.getSpec().docker() == null)
                .map(policy -> policy.getMetadata().getNamespace())
                .collect(Collectors.toCollection(TreeSet::new));
        List<LabelSelector> wide = ofCluster.stream()
                .filter(NamespaceSelection::acts)
                .map(policy -> Objects.requireNonNullElseGet(policy.getSpec().namespaceSelector(), LabelSelector::new))
                .distinct()
                .toList();
        if (!watched.isEmpty() && !wide.isEmpty()) {
            return requirement("In", new TreeSet<>(watched));
        }
        if (wide.isEmpty() && own.size() <= LONGEST_LIST) {
            return own.isEmpty() ? requirement("DoesNotExist", Set.of()) : requirement("In", own);
        }
        return all(own, wide);
    }

    /** One selector alone is taken as it is, so that a new namespace is in it at once; several can't be joined. */
    private LabelSelector all(Set<String> own, List<LabelSelector> wide) {
        LabelSelector base = own.isEmpty() && wide.size() == 1 ? wide.getFirst() : new LabelSelector();
        Set<String> exempt = exemption.namespaces().stream()
                .filter(name -> !own.contains(name))
                .filter(name -> wide.stream().allMatch(selector -> exemption.holds(name, selector)))
                .collect(Collectors.toCollection(TreeSet::new));
        LabelSelectorBuilder selector = new LabelSelectorBuilder(base);
        return exempt.isEmpty()
                ? selector.build()
                : selector.addToMatchExpressions(expression("NotIn", exempt)).build();
    }

    private static LabelSelector requirement(String operator, Set<String> values) {
        return new LabelSelectorBuilder()
                .addToMatchExpressions(expression(operator, values))
                .build();
    }

    private static LabelSelectorRequirement expression(String operator, Set<String> values) {
        return new LabelSelectorRequirement(Exemption.NAME, operator, List.copyOf(values));
    }

    private static boolean acts(CustomResource<? extends PolicySpec, ?> policy) {
        return policy.getSpec().mode() != Mode.DRY_RUN;
    }
}
