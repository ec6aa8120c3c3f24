package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.api.NodeShutdownReport;
import dev.gracefulshutdown.api.NodeShutdownReportSpec;
import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.operator.lean.LeanStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What agents read on their nodes: who hears. Where reports may not be read, there are none, and that is said once. */
public final class ReportCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportCache.class);
    private static final String BY_POD = "pod uid";

    private final Watch<NodeShutdownReport> watch;
    private volatile boolean forbidden;

    /**
     * Watched once the first controller starts.
     *
     * @param client stays the caller's
     */
    public ReportCache(KubernetesClient client) {
        watch = new Watch<>(
                Stream.of(client.resources(NodeShutdownReport.class)
                        .withLimit(LeanStore.PAGE)
                        .runnableInformer(0)),
                report -> report,
                Map.of(BY_POD, ReportCache::uids));
    }

    private static List<String> uids(NodeShutdownReport report) {
        return rows(report).map(Container::podUid).distinct().toList();
    }

    private static Stream<Container> rows(NodeShutdownReport report) {
        return Optional.ofNullable(report.getSpec()).map(NodeShutdownReportSpec::listed).stream()
                .flatMap(List::stream);
    }

    /** What is known of a pod's containers; empty for one that no agent has looked at. */
    public List<Container> of(String podUid) {
        return watch.byIndex(BY_POD, podUid).stream()
                .flatMap(ReportCache::rows)
                .filter(row -> row.podUid().equals(podUid))
                .toList();
    }

    /** Whether a node's agent has ever reported. */
    public boolean hasAgent(String node) {
        return watch.get(node).isPresent();
    }

    /**
     * For one controller.
     *
     * @param primaries whom it wakes when something else is known of a pod
     */
    public <P extends HasMetadata> WatchSource<P> source(
            Class<P> primary, Function<ResourceID, Stream<ResourceID>> primaries) {
        WatchSource<P> source = new WatchSource<>("reports", this::start, () -> forbidden || watch.isHealthy());
        watch.listen(change -> source.wake(changed(change.before(), change.now()).stream()
                .flatMap(primaries)
                .collect(Collectors.toUnmodifiableSet())));
        return source;
    }

    private static Set<ResourceID> changed(Optional<NodeShutdownReport> before, Optional<NodeShutdownReport> now) {
        Set<Container> old = before.stream().flatMap(ReportCache::rows).collect(Collectors.toSet());
        Set<Container> fresh = now.stream().flatMap(ReportCache::rows).collect(Collectors.toSet());
        Set<Container> both = new HashSet<>(old);
        both.retainAll(fresh);
        return Stream.concat(old.stream(), fresh.stream())
                .filter(row -> !both.contains(row))
                .map(row -> new ResourceID(row.pod(), row.namespace()))
                .collect(Collectors.toSet());
    }

    private void start() {
        try {
            watch.start();
        } catch (OperatorException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof KubernetesClientException refused
                        && refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                    forbidden = true;
                    LOG.atWarn().log("the agents' reports may not be read: who hears is told in no policy's status");
                    return;
                }
            }
            throw e;
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
