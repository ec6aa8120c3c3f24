package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which document of a file is for which role.
 *
 * @param byRole only those that one selects
 * @param conflicts those that two select: which one was meant, nobody can say
 * @param idle those that select nobody
 */
record Choice(Map<Role, Document<GracefulShutdownPolicy>> byRole, List<Problem> conflicts, List<Problem> idle) {
    static Choice of(List<Document<?>> documents, List<Role> roles) {
        Map<Role, Document<GracefulShutdownPolicy>> byRole = new LinkedHashMap<>();
        List<Problem> conflicts = new ArrayList<>();
        List<Problem> idle = new ArrayList<>();
        for (Document<?> document : documents) {
            List<Role> selected =
                    roles.stream().filter(role -> selects(document, role)).toList();
            if (selected.isEmpty()) {
                idle.add(idle(document, roles));
            }
            if (!(document.resource() instanceof GracefulShutdownPolicy policy)) {
                continue;
            }
            Map<Document<?>, List<Role>> taken = selected.stream()
                    .filter(byRole::containsKey)
                    .collect(Collectors.groupingBy(byRole::get, LinkedHashMap::new, Collectors.toList()));
            taken.forEach((first, both) -> conflicts.add(conflict(document, first, both)));
            selected.forEach(role -> byRole.putIfAbsent(role, document.with(policy)));
        }
        return new Choice(byRole, conflicts, idle);
    }

    private static boolean selects(Document<?> document, Role role) {
        return document.resource() instanceof GracefulShutdownPolicy policy
                && policy.getSpec().selector() != null
                && LabelSelectors.matches(policy.getSpec().selector(), Map.of("app", role.name()));
    }

    private static Problem conflict(Document<?> document, Document<?> first, List<Role> both) {
        return document.problem(
                "spec.selector",
                "selects " + names(both) + ", which the policy "
                        + first.resource().getMetadata().getName() + " in line " + first.line() + " does too",
                "let each process be selected by one policy");
    }

    private static Problem idle(Document<?> document, List<Role> roles) {
        String remedy = "their label app is one of " + names(roles);
        if (!(document.resource() instanceof GracefulShutdownPolicy policy)) {
            return document.problem(
                    "kind",
                    "a " + document.resource().getKind() + " is none of the demo's policies",
                    "write a GracefulShutdownPolicy that selects the demo's processes: " + remedy);
        }
        GracefulShutdownPolicySpec spec = policy.getSpec();
        if (spec.selector() != null) {
            return document.problem("spec.selector", "selects none of the demo's processes", remedy);
        }
        return spec.targetRef() != null
                ? document.problem(
                        "spec.targetRef",
                        "is for Kubernetes, and the demo's processes are none of its workloads",
                        "write spec.selector; " + remedy)
                : document.problem(
                        "spec.docker",
                        "is for Docker, and the demo's processes are none of its containers",
                        "write spec.selector; " + remedy);
    }

    /** What somebody must know who expects every policy to hold, and for every process. */
    List<String> remarks(PolicyText text, List<Role> roles) {
        List<Role> others =
                roles.stream().filter(role -> !byRole.containsKey(role)).toList();
        return Stream.concat(
                        idle.stream().map(Problem::toString),
                        others.isEmpty()
                                ? Stream.empty()
                                : Stream.of(text.name() + ": selects not " + names(others)
                                        + ": the demo's own policies hold for them"))
                .toList();
    }

    private static String names(List<Role> roles) {
        return roles.stream().map(Role::name).collect(Collectors.joining(", "));
    }
}
