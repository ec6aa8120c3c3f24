package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.api.TargetKind;
import dev.gracefulshutdown.diagnosis.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The policy for a workload that would do better than the kubelet alone, as it would be written by hand. */
final class PolicyText {
    /** Put on pods by controllers, a new one at each rollout or for each pod. */
    private static final List<String> PASSING = List.of(
            "pod-template-hash",
            "controller-revision-hash",
            "pod-template-generation",
            "controller-uid",
            "job-name",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name",
            "batch.kubernetes.io/job-completion-index");

    private static final int LONGEST_NAME = 63;

    private PolicyText() {}

    /** Empty where nothing would be better, or no policy can reach it: static pods, and pods without lasting labels. */
    static Optional<String> of(Workload workload, List<Finding> findings) {
        List<Proposal> proposals = findings.stream()
                .flatMap(f -> f.diagnosis().proposal().stream())
                .toList();
        if (proposals.isEmpty()) {
            return Optional.empty();
        }
        return target(workload).map(target -> {
            List<String> lines = new ArrayList<>(List.of(
                    "apiVersion: gracefulshutdown.dev/v1alpha1",
                    "kind: GracefulShutdownPolicy",
                    "metadata: {name: " + name(workload.id()) + ", namespace: "
                            + workload.id().namespace() + "}",
                    "spec:",
                    "  " + target));
            if (findings.size() == 1) {
                proposals.getFirst().fields().forEach(field -> lines.add("  " + field));
            } else {
                lines.add("  containers:");
                proposals.forEach(
                        p -> lines.add("  - {name: " + p.container() + ", " + String.join(", ", p.fields()) + "}"));
            }
            return String.join("\n", lines) + "\n";
        });
    }

    private static Optional<String> target(Workload workload) {
        Workload.Id id = workload.id();
        if (id.kind().equals(Workload.Id.STATIC_POD)) {
            return Optional.empty();
        }
        boolean named = Arrays.stream(TargetKind.values())
                .anyMatch(k -> k.kind().equals(id.kind()) && k.apiVersion().equals(id.apiVersion()));
        if (named) {
            return Optional.of("targetRef: {apiVersion: " + id.apiVersion() + ", kind: " + id.kind() + ", name: "
                    + id.name() + "}");
        }
        Map<String, String> labels = labels(workload);
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(labels.entrySet().stream()
                        .map(e -> e.getKey() + ": \"" + e.getValue() + "\"")
                        .collect(Collectors.joining(", ", "selector: {matchLabels: {", "}}")));
    }

    /** What all its pods have in common and keep. */
    private static Map<String, String> labels(Workload workload) {
        Map<String, String> common = new HashMap<>(labelsOf(workload, 0));
        for (int i = 1; i < workload.pods().size(); i++) {
            common.entrySet().retainAll(labelsOf(workload, i).entrySet());
        }
        PASSING.forEach(common::remove);
        return new TreeMap<>(common);
    }

    private static Map<String, String> labelsOf(Workload workload, int index) {
        return Optional.ofNullable(workload.pods().get(index).getMetadata().getLabels())
                .orElse(Map.of());
    }

    /** Dots are allowed in names of workloads and not everywhere in ours. */
    private static String name(Workload.Id id) {
        String plain = id.name().replace('.', '-');
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("-+$", "");
    }
}
