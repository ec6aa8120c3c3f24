package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.matching.Owner;
import dev.gracefulshutdown.matching.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which workload a pod belongs to: its controller; of a ReplicaSet and a Job, theirs. What controls them in turn (an
 * operator's own resource) is as far up as a rollout goes. Where those in between
 * may not be listed, their names tell.
 */
final class Grouping {
    private static final Set<String> IN_BETWEEN = Set.of("ReplicaSet", "Job");

    private final Map<Workload.Id, Optional<OwnerReference>> above = new HashMap<>();

    /** @param between ReplicaSets and Jobs */
    Grouping(List<? extends HasMetadata> between) {
        between.forEach(resource -> above.put(id(resource), controller(resource)));
    }

    /** By workload, in the order of the pods. */
    List<Workload> workloads(List<Pod> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(this::of, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(e -> new Workload(e.getKey(), e.getValue()))
                .toList();
    }

    /** The workload of a pod. */
    Workload.Id of(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Optional<OwnerReference> owner = controller(pod);
        if (owner.isEmpty()) {
            return id(pod);
        }
        if (owner.get().getKind().equals("Node")) {
            return staticPod(pod, owner.get().getName());
        }
        Workload.Id first = id(namespace, owner.get());
        return IN_BETWEEN.contains(first.kind())
                ? Optional.ofNullable(above.get(first))
                        .map(listed -> listed.map(o -> id(namespace, o)).orElse(first))
                        .orElseGet(() -> byName(pod, first))
                : first;
    }

    private static Workload.Id byName(Pod pod, Workload.Id first) {
        Owner last = Owners.of(pod).getLast();
        return last.kind().equals(first.kind())
                ? first
                : new Workload.Id(first.namespace(), last.group() + "/v1", last.kind(), last.name());
    }

    /** The same static pod on many nodes is one: its name without the node's. */
    private static Workload.Id staticPod(Pod pod, String node) {
        String name = pod.getMetadata().getName();
        String suffix = "-" + node;
        return new Workload.Id(
                pod.getMetadata().getNamespace(),
                "v1",
                Workload.Id.STATIC_POD,
                name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name);
    }

    static Workload.Id id(HasMetadata resource) {
        return new Workload.Id(
                resource.getMetadata().getNamespace(),
                resource.getApiVersion(),
                resource.getKind(),
                resource.getMetadata().getName());
    }

    private static Workload.Id id(String namespace, OwnerReference owner) {
        return new Workload.Id(namespace, owner.getApiVersion(), owner.getKind(), owner.getName());
    }

    static Optional<OwnerReference> controller(HasMetadata resource) {
        return resource.getMetadata().getOwnerReferences().stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()))
                .findFirst();
    }
}
