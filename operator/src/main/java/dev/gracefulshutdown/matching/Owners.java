package dev.gracefulshutdown.matching;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The workloads that a pod belongs to, from the pod alone, so that an agent need not watch every ReplicaSet and Job of the
 * cluster. Who knows the real chain passes that one instead.
 */
public final class Owners {
    /**
     * Kubernetes' CronJob controller names its Jobs by the minute they were due, counted since 1970
     * (pkg/controller/cronjob, getJobName). From 24,000,000 on it is later than August 2015: a date, 20260131, is less.
     */
    private static final Pattern BY_THE_MINUTE = Pattern.compile("(.+)-(?:2[4-9]|[3-9]\\d)\\d{6}");

    /** Who makes ReplicaSets writes their hash into the name and into a label, each into a label of its own. */
    private static final Map<String, Owner> BY_HASH_LABEL = Map.of(
            "pod-template-hash", new Owner("apps", "Deployment", ""),
            "rollouts-pod-template-hash", new Owner("argoproj.io", "Rollout", ""));

    private Owners() {}

    /** The nearest first: the pod's controller, and who made that one, as far as its name tells. */
    public static List<Owner> of(Pod pod) {
        List<Owner> owners = new ArrayList<>();
        for (OwnerReference reference : pod.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(reference.getController())) {
                Owner controller = owner(reference);
                owners.add(controller);
                above(controller, labels(pod)).forEach(owners::add);
            }
        }
        return List.copyOf(owners);
    }

    static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static Owner owner(OwnerReference reference) {
        String version = reference.getApiVersion();
        int slash = version.indexOf('/');
        return new Owner(slash < 0 ? "" : version.substring(0, slash), reference.getKind(), reference.getName());
    }

    private static Stream<Owner> above(Owner controller, Map<String, String> labels) {
        if (controller.group().equals("apps") && controller.kind().equals("ReplicaSet")) {
            return BY_HASH_LABEL.entrySet().stream()
                    .flatMap(e -> withoutHash(controller.name(), labels.get(e.getKey())).stream()
                            .map(name ->
                                    new Owner(e.getValue().group(), e.getValue().kind(), name)));
        }
        Matcher job = BY_THE_MINUTE.matcher(controller.name());
        return controller.group().equals("batch") && controller.kind().equals("Job") && job.matches()
                ? Stream.of(new Owner("batch", "CronJob", job.group(1)))
                : Stream.empty();
    }

    private static Optional<String> withoutHash(String name, @Nullable String hash) {
        return hash != null && !hash.isEmpty() && name.endsWith("-" + hash) && name.length() > hash.length() + 1
                ? Optional.of(name.substring(0, name.length() - hash.length() - 1))
                : Optional.empty();
    }
}
