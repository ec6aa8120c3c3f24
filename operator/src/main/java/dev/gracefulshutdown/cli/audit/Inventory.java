package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists what there is, page by page. Only pods are needed; without the others their names have to tell. */
final class Inventory {
    private static final long PAGE = 500;
    private static final int FORBIDDEN = 403;

    private static final Comparator<Workload> ORDER = Comparator.comparing((Workload w) -> w.id().namespace())
            .thenComparing(w -> w.id().kind())
            .thenComparing(w -> w.id().name());

    private final KubernetesClient client;
    private final Scope scope;
    private final List<String> remarks = new ArrayList<>();

    /**
     * What is listed.
     *
     * @param namespace one; empty for all
     * @param selector of pods; empty for all
     */
    record Scope(Optional<String> namespace, String selector) {
        /** For people. */
        String words() {
            return namespace.map(n -> "namespace " + n).orElse("the cluster");
        }
    }

    Inventory(KubernetesClient client, Scope scope) {
        this.client = client;
        this.scope = scope;
    }

    /** Workloads with their pods, and those that have none now; unless pods are selected. */
    List<Workload> workloads() {
        List<Pod> pods = all(client.pods(), scope.selector());
        List<HasMetadata> between =
                new ArrayList<>(optional("replicasets", client.apps().replicaSets()));
        List<Job> jobs = optional("jobs", client.batch().v1().jobs());
        between.addAll(jobs);
        List<Workload> found = new ArrayList<>(new Grouping(between)
                .workloads(pods.stream().filter(p -> !isOfAnEndedJob(p, jobs)).toList()));
        if (scope.selector().isEmpty()) {
            found.addAll(idle(found, jobs));
        }
        return found.stream().sorted(ORDER).toList();
    }

    /** What could not be listed. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private List<Workload> idle(List<Workload> running, List<Job> jobs) {
        Set<Workload.Id> seen = new HashSet<>();
        running.forEach(w -> seen.add(w.id()));
        List<HasMetadata> all =
                new ArrayList<>(optional("deployments", client.apps().deployments()));
        all.addAll(optional("statefulsets", client.apps().statefulSets()));
        all.addAll(optional("daemonsets", client.apps().daemonSets()));
        all.addAll(optional("cronjobs", client.batch().v1().cronjobs()));
        jobs.stream()
                .filter(j -> Grouping.controller(j).isEmpty() && !hasEnded(j))
                .forEach(all::add);
        return all.stream()
                .map(Grouping::id)
                .filter(id -> !seen.contains(id))
                .map(id -> new Workload(id, List.of()))
                .toList();
    }

    /** Nobody will stop it any more. */
    private static boolean hasEnded(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                Set.of("Complete", "Failed").contains(c.getType()) && "True".equals(c.getStatus()));
    }

    private static boolean isOfAnEndedJob(Pod pod, List<Job> jobs) {
        return Grouping.controller(pod)
                .filter(o -> o.getKind().equals("Job"))
                .filter(o -> jobs.stream()
                        .anyMatch(j -> j.getMetadata().getUid().equals(o.getUid())
                                && Grouping.controller(j).isEmpty()
                                && hasEnded(j)))
                .isPresent();
    }

    private <T extends HasMetadata> List<T> optional(
            String what, MixedOperation<T, ? extends KubernetesResourceList<T>, ?> operation) {
        try {
            return all(operation, "");
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            remarks.add(
                    what + " may not be listed: their pods are told by their nearest owner, and those without pods are"
                            + " missing");
            return List.of();
        }
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> all(
            MixedOperation<T, L, ?> operation, String selector) {
        FilterWatchListDeletable<T, L, ?> some = scope.namespace().isPresent()
                ? operation.inNamespace(scope.namespace().get())
                : operation.inAnyNamespace();
        if (!selector.isEmpty()) {
            some = some.withLabelSelector(selector);
        }
        List<T> found = new ArrayList<>();
        String next = "";
        do {
            L page = some.list(new ListOptionsBuilder()
                    .withLimit(PAGE)
                    .withContinue(next.isEmpty() ? null : next)
                    .build());
            found.addAll(page.getItems());
            next = Optional.ofNullable(page.getMetadata().getContinue()).orElse("");
        } while (!next.isEmpty());
        return found;
    }
}
