package dev.gracefulshutdown.runtime.linux;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Container ids in cgroup paths: {@code /docker/ID}, {@code /kubepods/burstable/podUID/ID},
 * {@code …slice/cri-containerd-ID.scope}, {@code crio-ID.scope}, {@code libpod-ID.scope}, {@code docker-ID.scope},
 * {@code …slice:cri-containerd:ID} where the kubelet means systemd's slices and the runtime makes folders, and whatever a
 * container makes below its own. A container in a container is in the inner one.
 */
final class ContainerIds {
    private static final Pattern ID = Pattern.compile("(?:^|[/:])([a-z-]*-)?([0-9a-f]{64})(?:\\.scope)?(?=/|$)");

    /** Monitors of CRI-O and Podman have the id in their cgroup's name, and are not of the container. */
    private static final String MONITOR = "conmon-";

    private ContainerIds() {}

    /**
     * A container as a path shows it.
     *
     * @param folder the path as far as the container's own cgroup; what is below it the container has made itself
     * @param depth 2 for a container in a container
     */
    record Found(String id, String folder, int depth) {}

    /** The container in one path of {@code /proc/PID/cgroup}. */
    static Optional<Found> inPath(String path) {
        Matcher matcher = ID.matcher(path);
        Optional<Found> last = Optional.empty();
        for (int depth = 1; matcher.find(); depth++) {
            String prefix = matcher.group(1);
            last = prefix != null && prefix.endsWith(MONITOR)
                    ? Optional.empty()
                    : Optional.of(new Found(matcher.group(2), path.substring(0, matcher.end()), depth));
        }
        return last;
    }
}
