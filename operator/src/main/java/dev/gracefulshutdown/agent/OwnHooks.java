package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * When a container's own preStop hook is over and the kubelet sends the first signal, which nobody tells. A {@code sleep} says
 * itself how long it takes. An {@code exec} is seen as a process that was put beside the main process, until it is gone; where
 * probes put others there, it can't be told from those. Of a call nothing can be seen.
 */
final class OwnHooks {
    /** A hook that is not seen by then was too quick to be seen, or is yet to come: nobody can tell. */
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(5);

    /** How long after a sleep's end the kubelet has sent the first signal, at the latest. */
    private static final Duration LAG = Duration.ofSeconds(2);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A look reads all processes of the node. */
    private static final int PAUSE_SHARE = 10;

    private final LinuxNode node;

    OwnHooks(LinuxNode node) {
        this.node = node;
    }

    /**
     * Waits for the end of a hook that is called about now.
     *
     * @param deletedAt when the pod was deleted: what runs longer is not the hook
     * @param end done when the container's main process has ended
     * @return whether the hook is over and the container is not; false when nobody can tell
     */
    boolean await(Container container, String containerId, Instant deletedAt, Future<?> end)
            throws InterruptedException {
        LifecycleHandler hook = container.getLifecycle().getPreStop();
        if (hook.getSleep() != null) {
            return isStillThereAfter(
                    Duration.ofSeconds(hook.getSleep().getSeconds()).plus(LAG), end);
        }
        return hook.getExec() != null && !hasProbeProcesses(container) && awaitProcess(containerId, deletedAt, end);
    }

    private static boolean hasProbeProcesses(Container container) {
        return Stream.of(container.getReadinessProbe(), container.getLivenessProbe(), container.getStartupProbe())
                .anyMatch(probe -> probe != null && probe.getExec() != null);
    }

    private static boolean isStillThereAfter(Duration time, Future<?> end) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (!end.isDone() && System.nanoTime() < until) {
            Thread.sleep(SHORTEST_PAUSE);
        }
        return !end.isDone();
    }

    private boolean awaitProcess(String containerId, Instant deletedAt, Future<?> end) throws InterruptedException {
        long begun = BootClock.now();
        long since = begun - Duration.between(deletedAt, Instant.now()).toNanos();
        boolean seen = false;
        while (!end.isDone()) {
            boolean isThere = isThere(containerId, since);
            long passed = BootClock.now() - begun;
            if (seen && !isThere) {
                return !end.isDone();
            }
            if (!seen && !isThere && passed > APPEARS_WITHIN.toNanos()) {
                return false;
            }
            seen |= isThere;
            Thread.sleep(Duration.ofNanos(
                    Math.clamp(passed / PAUSE_SHARE, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos())));
        }
        return false;
    }

    /** One after another: many that wait must not read all processes all the time. */
    private synchronized boolean isThere(String containerId, long since) {
        return node.everything(containerId).stream().anyMatch(reading -> {
            Set<ProcessFacts> beside = new HashSet<>(reading.processes());
            reading.tree().forEach(beside::remove);
            return beside.stream().anyMatch(it -> BootClock.ofTicks(it.key().startTicks()) >= since);
        });
    }
}
