package dev.gracefulshutdown.matching;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What policies look at in a pod.
 *
 * @param namespace the pod's
 * @param name the pod's; empty while it has none, at admission with a {@code generateName}
 * @param labels the pod's
 * @param namespaceLabels the namespace's, as the API server has them: with {@code kubernetes.io/metadata.name}
 * @param owners the workloads that it belongs to, the pod itself not among them
 */
public record PodTraits(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> namespaceLabels,
        List<Owner> owners) {
    public PodTraits {
        labels = Map.copyOf(labels);
        namespaceLabels = Map.copyOf(namespaceLabels);
        owners = List.copyOf(owners);
    }

    /**
     * Of a pod by itself, its owners by {@link Owners}.
     *
     * @param namespace told apart, for at admission a pod does not have to know its own
     */
    public static PodTraits of(Pod pod, String namespace, Map<String, String> namespaceLabels) {
        String name = pod.getMetadata().getName();
        return new PodTraits(namespace, name == null ? "" : name, Owners.labels(pod), namespaceLabels, Owners.of(pod));
    }

    /** The same pod for one who knows its owners. */
    public PodTraits ownedBy(List<Owner> known) {
        return new PodTraits(namespace, name, labels, namespaceLabels, known);
    }

    /** All that a policy can name to mean this pod. */
    Stream<Owner> names() {
        return name.isEmpty() ? owners.stream() : Stream.concat(Stream.of(Owner.pod(name)), owners.stream());
    }
}
