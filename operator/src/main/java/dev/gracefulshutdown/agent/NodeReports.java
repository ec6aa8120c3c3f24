package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.NodeShutdownReport;
import dev.gracefulshutdown.api.NodeShutdownReportSpec;
import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.api.NodeShutdownReportSpec.Summary;
import dev.gracefulshutdown.ladder.Hearing;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's report: who hears in its containers. Written when it says something else than before; its caller sets the pace. */
final class NodeReports {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReports.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("graceful-agent")
            .withForce(true)
            .build();

    private record Key(String podUid, String name) {
        static Key of(Container row) {
            return new Key(row.podUid(), row.name());
        }
    }

    private final KubernetesClient client;
    private final String node;
    private final Clock clock;
    private @Nullable NodeShutdownReportSpec written;

    NodeReports(KubernetesClient client, String node, Clock clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    /** @param rows one for each container that runs, without a time */
    void publish(List<Container> rows) {
        NodeShutdownReportSpec before = written;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        NodeShutdownReportSpec after = spec(rows, before, now);
        if (before != null
                && before.summary().equals(after.summary())
                && before.listed().equals(after.listed())) {
            return;
        }
        NodeShutdownReport report = new NodeShutdownReport();
        report.setMetadata(new ObjectMetaBuilder().withName(node).build());
        report.setSpec(after);
        try {
            var _ = client.resource(report).patch(APPLY);
            written = after;
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("the node's report could not be written; tried again in a minute");
        }
    }

    private static NodeShutdownReportSpec spec(
            List<Container> rows, @Nullable NodeShutdownReportSpec before, Instant now) {
        Map<Key, Container> known = new HashMap<>();
        if (before != null) {
            before.listed().forEach(row -> known.put(Key.of(row), row));
        }
        List<Container> listed = rows.stream()
                .sorted(Comparator.comparing((Container row) -> row.hearing() != Hearing.DEAF)
                        .thenComparing(row -> row.hearing() != Hearing.UNKNOWN)
                        .thenComparing(Container::namespace)
                        .thenComparing(Container::pod)
                        .thenComparing(Container::name))
                .limit(NodeShutdownReportSpec.MAX_CONTAINERS)
                .map(row -> since(row, known.get(Key.of(row)), now))
                .toList();
        int unheard = count(rows, Hearing.DEAF);
        int unknown = count(rows, Hearing.UNKNOWN);
        Summary summary = new Summary(
                rows.size(), rows.size() - unheard - unknown, unheard, unknown, rows.size() - listed.size());
        return new NodeShutdownReportSpec(now, summary, listed);
    }

    private static int count(List<Container> rows, Hearing hearing) {
        return (int) rows.stream().filter(row -> row.hearing() == hearing).count();
    }

    /** Since when it is so: as long as nothing but the words has changed. */
    private static Container since(Container row, @Nullable Container before, Instant now) {
        Instant since = before != null
                        && before.hearing() == row.hearing()
                        && before.signal().equals(row.signal())
                        && Objects.equals(before.verdict(), row.verdict())
                ? before.since()
                : now;
        return new Container(
                row.namespace(),
                row.pod(),
                row.podUid(),
                row.name(),
                row.program(),
                row.signal(),
                row.hearing(),
                row.verdict(),
                row.evidence(),
                row.advice(),
                since);
    }
}
