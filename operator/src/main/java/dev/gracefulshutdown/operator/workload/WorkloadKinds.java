package dev.gracefulshutdown.operator.workload;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of workloads that the operator stops, starts and restarts. */
public final class WorkloadKinds {
    /** Pods of nobody's: policies hold for them, but nothing would start them again. */
    public static final WorkloadType POD = new WorkloadType("v1", "Pod");

    private static final WorkloadKind JOB = new Suspendable(new WorkloadType("batch/v1", "Job"), Optional.empty());

    private static final List<WorkloadKind> BUILT_IN = List.of(
            new Replicated(new WorkloadType("apps/v1", "Deployment")),
            new Replicated(new WorkloadType("apps/v1", "StatefulSet")),
            new Replicated(new WorkloadType("apps/v1", "ReplicaSet")),
            new DaemonSets(),
            JOB,
            new Suspendable(new WorkloadType("batch/v1", "CronJob"), Optional.of(JOB)));

    private final Map<WorkloadType, WorkloadKind> kinds;

    /**
     * With further kinds.
     *
     * @param scaled those that have a {@code scale} subresource, and for which the operator was given the rights
     */
    public WorkloadKinds(Collection<WorkloadType> scaled) {
        kinds = Stream.concat(BUILT_IN.stream(), scaled.stream().map(Replicated::new))
                .collect(Collectors.toUnmodifiableMap(WorkloadKind::type, Function.identity(), (first, same) -> first));
    }

    /** Empty for one that the operator does not look after. */
    public Optional<WorkloadKind> of(WorkloadType type) {
        return Optional.ofNullable(kinds.get(type));
    }

    /** All of them, as people write them. */
    public List<String> names() {
        return kinds.keySet().stream().map(WorkloadType::toString).sorted().toList();
    }
}
