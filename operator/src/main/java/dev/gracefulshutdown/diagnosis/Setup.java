package dev.gracefulshutdown.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What image and container are configured to be.
 *
 * @param entrypoint the effective one
 * @param command the effective one
 * @param environment of the container
 * @param init the engine puts its own init in front ({@code --init})
 * @param pids whose PID namespace it lives in
 * @param restartPolicy {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}
 * @param paused its processes are frozen
 * @param manager where its settings are changed
 */
public record Setup(
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        boolean init,
        PidNamespace pids,
        String restartPolicy,
        boolean paused,
        Manager manager) {
    /** One that nothing is known of. */
    public static final Setup NONE =
            new Setup(List.of(), List.of(), Map.of(), false, PidNamespace.OWN, "no", false, Manager.DOCKER);

    /** Who has made a container, so that advice is in its words. */
    public enum Manager {
        /** {@code docker run}. */
        DOCKER,
        /** Docker Compose. */
        COMPOSE,
        /** A kubelet, by a pod's spec. */
        KUBERNETES
    }

    /** Whose PIDs a container sees. */
    public enum PidNamespace {
        OWN,
        HOST,
        /** Another container's. */
        SHARED
    }

    public Setup {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** What the engine was told to run. */
    List<String> line() {
        return Stream.concat(entrypoint.stream(), command.stream()).toList();
    }
}
