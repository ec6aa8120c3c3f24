package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.api.NodeShutdownReport;
import dev.gracefulshutdown.api.NodeShutdownReportSpec;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.ladder.Hearing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What this project's agents have read, where there are any: they look into containers whose images have nothing to look with. */
record AgentReports(Map<String, NodeShutdownReportSpec.Container> rows) {
    static AgentReports of(Collection<NodeShutdownReport> reports) {
        return new AgentReports(reports.stream()
                .flatMap(report -> report.getSpec().listed().stream())
                .collect(Collectors.toMap(row -> key(row.podUid(), row.name()), row -> row, (a, b) -> a)));
    }

    /** Nobody needs them: without agents, or without the right to list them, there are none. */
    static AgentReports in(KubernetesClient client) {
        try {
            return of(client.resources(NodeShutdownReport.class).list().getItems());
        } catch (KubernetesClientException e) {
            return of(List.of());
        }
    }

    /** Of that container, when an agent has read it and judged the same signal. */
    Optional<Diagnosis> diagnosis(String podUid, String container, StopDefaults stop) {
        return Optional.ofNullable(rows.get(key(podUid, container)))
                .filter(row -> row.hearing() != Hearing.UNKNOWN && row.signal().equals(stop.signal()))
                .map(row -> Diagnosis.told(
                        container,
                        stop,
                        Objects.requireNonNullElse(row.program(), ""),
                        row.hearing(),
                        Objects.requireNonNullElse(row.verdict(), "Unknown"),
                        Objects.requireNonNullElse(row.evidence(), "read by its node's agent")));
    }

    private static String key(String podUid, String container) {
        return podUid + "/" + container;
    }
}
