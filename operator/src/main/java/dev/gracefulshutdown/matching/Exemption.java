package dev.gracefulshutdown.matching;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Namespaces that a policy for the cluster leaves alone unless it names them: to stop these stops others. */
public final class Exemption {
    private static final String KUBE_SYSTEM = "kube-system";

    /** The API server labels every namespace with its name. */
    public static final String NAME = "kubernetes.io/metadata.name";

    private final Set<String> exempt;

    /** @param ownNamespace where the operator and its agents run */
    public Exemption(String ownNamespace) {
        exempt = KUBE_SYSTEM.equals(ownNamespace) ? Set.of(KUBE_SYSTEM) : Set.of(KUBE_SYSTEM, ownNamespace);
    }

    /** All of them, named or not. */
    public Set<String> namespaces() {
        return exempt;
    }

    /** Whether a policy with this selector leaves the namespace alone. */
    public boolean holds(String namespace, @Nullable LabelSelector namespaceSelector) {
        return exempt.contains(namespace) && (namespaceSelector == null || !names(namespaceSelector, namespace));
    }

    private static boolean names(LabelSelector selector, String namespace) {
        return namespace.equals(Objects.requireNonNullElse(selector.getMatchLabels(), Map.of())
                        .get(NAME))
                || selector.getMatchExpressions().stream()
                        .anyMatch(e -> NAME.equals(e.getKey())
                                && "In".equals(e.getOperator())
                                && e.getValues().contains(namespace));
    }
}
