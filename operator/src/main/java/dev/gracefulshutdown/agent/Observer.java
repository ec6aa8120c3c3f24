package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.NodeShutdownReportSpec;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every container of the node while nobody asks it to end: when it is ready, and then every minute (rule 4). What is
 * seen goes into the node's report.
 */
final class Observer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final Duration EVERY = Duration.ofSeconds(60);

    private final NodePods pods;
    private final LinuxNode node;
    private final Baselines baselines;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("observer").daemon().factory());
    private final ReportRows rows;
    private final NodeReports reports;
    private Set<String> known = Set.of();

    Observer(NodePods pods, LinuxNode node, Baselines baselines, ReportRows rows, NodeReports reports) {
        this.pods = pods;
        this.node = node;
        this.baselines = baselines;
        this.rows = rows;
        this.reports = reports;
    }

    void start() {
        var _ = clock.scheduleWithFixedDelay(this::round, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A pod as it was, where it was known, and as it is: what has just started is looked at when it is ready. */
    void changed(Optional<Pod> before, Pod now) {
        PodContainers.all(now)
                .map(Container::getName)
                .filter(name -> isReady(now, name)
                        && before.filter(pod -> isReady(pod, name)).isEmpty())
                .forEach(name -> PodContainers.id(now, name).ifPresent(id -> clock.execute(() -> observe(id))));
    }

    private Optional<Reading> observe(String containerId) {
        return baselines.observe(containerId, node.container(containerId));
    }

    private static boolean isReady(Pod pod, String container) {
        return PodContainers.status(pod, container)
                .filter(status -> Boolean.TRUE.equals(status.getReady()))
                .isPresent();
    }

    private void round() {
        try {
            Set<String> seen = new HashSet<>();
            reports.publish(pods.all()
                    .filter(pod -> !NodePlans.isDeleted(pod))
                    .flatMap(pod -> look(pod, seen))
                    .toList());
            known.stream().filter(id -> !seen.contains(id)).forEach(baselines::take);
            known = seen;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("could not look at the node's containers; tried again in a minute");
        }
    }

    private Stream<NodeShutdownReportSpec.Container> look(Pod pod, Set<String> seen) {
        return PodContainers.all(pod)
                .map(Container::getName)
                .filter(name -> PodContainers.status(pod, name)
                        .filter(status -> Boolean.TRUE.equals(status.getStarted()))
                        .isPresent())
                .flatMap(name -> PodContainers.id(pod, name)
                        .filter(seen::add)
                        .flatMap(this::observe)
                        .map(reading -> rows.row(pod, name, reading))
                        .stream());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
