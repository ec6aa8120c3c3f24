package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What an engine can do, and how it differs from others; from {@code /version} and {@code /info}.
 *
 * @param engine {@code Docker Engine}, {@code Podman Engine}
 * @param hostName of the machine it runs on, as it says
 * @param engineId its own id, which outlives its restarts
 * @param version {@code 20.10.24}
 * @param apiVersion what we speak with it
 * @param stopSignalParameter {@code stop} and {@code restart} take a signal (API 1.42; older ones ignore it, Podman too)
 * @param restartPolicyUpdate {@code update} changes the restart policy of a running container (Podman 4 has no such call)
 * @param killEventCarriesSignal the event of a signal says which
 * @param exactWait {@code wait} answers at the end of a run; Podman's answers when a stop begins, and misses a restart
 * @param endlessStop {@code stop} takes a negative time for one without end (Podman 4 reads an unsigned number)
 * @param stopReachesAll without a PID namespace of its own all processes get the stop signal (Podman)
 * @param cgroupDriver {@code cgroupfs}, {@code systemd}; empty when it doesn't say
 * @param cgroupVersion 1 or 2
 * @param liveRestore containers outlive the engine
 * @param defaultStopTimeout assumed: from 29.7 a daemon can have another one, and no call shows it
 * @param swarm it is a node of a swarm
 */
public record Capabilities(
        String engine,
        String hostName,
        String engineId,
        String version,
        String apiVersion,
        boolean stopSignalParameter,
        boolean restartPolicyUpdate,
        boolean killEventCarriesSignal,
        boolean exactWait,
        boolean endlessStop,
        boolean stopReachesAll,
        String cgroupDriver,
        int cgroupVersion,
        boolean liveRestore,
        Duration defaultStopTimeout,
        boolean swarm) {
    private static final String NEWEST_WE_KNOW = "1.51";
    private static final String STOP_TAKES_SIGNAL = "1.42";
    private static final String UPDATE_TAKES_POLICY = "1.22";
    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

    /** The older of the engine's newest and ours. */
    static String spoken(JsonNode version) {
        String theirs = Json.text(version, "ApiVersion");
        return ApiVersions.compare(theirs, NEWEST_WE_KNOW) < 0 ? theirs : NEWEST_WE_KNOW;
    }

    static Capabilities of(JsonNode version, JsonNode info) {
        String api = spoken(version);
        boolean podman = isPodman(version);
        return new Capabilities(
                podman ? "Podman Engine" : "Docker Engine",
                Json.text(info, "Name"),
                Json.text(info, "ID"),
                Json.text(version, "Version"),
                api,
                !podman && ApiVersions.compare(api, STOP_TAKES_SIGNAL) >= 0,
                !podman && ApiVersions.compare(api, UPDATE_TAKES_POLICY) >= 0,
                !podman,
                !podman,
                !podman,
                podman,
                Json.text(info, "CgroupDriver"),
                Json.text(info, "CgroupVersion").equals("2") ? 2 : 1,
                info.path("LiveRestoreEnabled").asBoolean(false),
                DEFAULT_STOP_TIMEOUT,
                Json.text(info.path("Swarm"), "LocalNodeState").equals("active"));
    }

    private static boolean isPodman(JsonNode version) {
        return version.path("Components")
                .valueStream()
                .anyMatch(c -> Json.text(c, "Name").startsWith("Podman"));
    }
}
