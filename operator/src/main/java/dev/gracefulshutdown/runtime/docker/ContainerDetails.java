package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A container as its engine describes it
 * (<a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect">
 * ContainerInspect</a>).
 *
 * @param id 64 hexadecimal digits
 * @param name without the leading slash
 * @param image as it was named at creation
 * @param pid of the main process, in the engine's PID namespace; 0 when none runs, between two starts too
 * @param startedAt of this run, or of the last; empty when never started
 * @param exitCode of the last run; 0 while it runs; 255 when the engine doesn't know
 * @param oomKilled some process of it, not only the main one, was out of memory in this run; seen late, or not at all
 * @param health in the words of its health check; empty without one
 * @param autoRemove {@code --rm}: whoever ends it deletes it, with its anonymous volumes
 * @param init {@code --init}: PID 1 is the engine's own, which forwards
 * @param pidMode {@code host}, {@code container:…}; empty, or {@code private}, for a PID namespace of its own
 */
public record ContainerDetails(
        String id,
        String name,
        String image,
        State state,
        int pid,
        Optional<Instant> startedAt,
        int exitCode,
        boolean oomKilled,
        Optional<String> health,
        RestartPolicy restartPolicy,
        boolean autoRemove,
        boolean init,
        String pidMode,
        StopSignal stopSignal,
        StopTimeout stopTimeout,
        Map<String, String> labels) {
    private static final String SWARM_SERVICE_ID = "com.docker.swarm.service.id";
    private static final String SWARM_SERVICE_NAME = "com.docker.swarm.service.name";
    private static final String COMPOSE_PROJECT = "com.docker.compose.project";
    private static final int SHORT_ID = 12;

    /** The engine's words for what a container does. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        /** Runs, and a stop of it has begun (Podman's word). */
        STOPPING,
        /** Ended, and about to be started again by its restart policy. */
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD;

        static State of(String word) {
            try {
                return valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                return EXITED;
            }
        }
    }

    public ContainerDetails {
        labels = Map.copyOf(labels);
    }

    static ContainerDetails of(JsonNode inspect, Capabilities engine) {
        JsonNode state = inspect.path("State");
        JsonNode config = inspect.path("Config");
        JsonNode host = inspect.path("HostConfig");
        String health = Json.text(state.path("Health"), "Status");
        return new ContainerDetails(
                Json.text(inspect, "Id"),
                Json.text(inspect, "Name").replaceFirst("^/", ""),
                Json.text(config, "Image"),
                State.of(Json.text(state, "Status")),
                state.path("Pid").asInt(0),
                Json.time(state, "StartedAt"),
                state.path("ExitCode").asInt(0),
                state.path("OOMKilled").asBoolean(false),
                Optional.of(health).filter(h -> !h.isEmpty() && !h.equals("none")),
                RestartPolicy.of(host),
                host.path("AutoRemove").asBoolean(false),
                host.path("Init").asBoolean(false),
                Json.text(host, "PidMode"),
                StopSignal.of(Json.text(config, "StopSignal")),
                timeout(config.path("StopTimeout"), engine),
                Json.map(config.path("Labels")));
    }

    private static StopTimeout timeout(JsonNode seconds, Capabilities engine) {
        Optional<Duration> own =
                seconds.isNumber() ? Optional.of(Duration.ofSeconds(seconds.asLong())) : Optional.empty();
        return new StopTimeout(own.orElse(engine.defaultStopTimeout()), own);
    }

    /** A main process is there, frozen or not. */
    public boolean isRunning() {
        return pid > 1 && (state == State.RUNNING || state == State.PAUSED || state == State.STOPPING);
    }

    public boolean isPaused() {
        return state == State.PAUSED;
    }

    /** Between two starts by its restart policy: no process is there, and one will be. */
    public boolean isRestarting() {
        return state == State.RESTARTING;
    }

    /** No PID namespace of its own: the end of its main process takes all others with it. */
    public boolean sharesPids() {
        return !pidMode.isEmpty() && !pidMode.equals("private");
    }

    /** The service that this is a task of: its orchestrator replaces what stops. */
    public Optional<String> swarmService() {
        return Optional.ofNullable(labels.get(SWARM_SERVICE_ID)).map(id -> labels.getOrDefault(SWARM_SERVICE_NAME, id));
    }

    public Optional<String> composeProject() {
        return Optional.ofNullable(labels.get(COMPOSE_PROJECT));
    }

    /** As the docker CLI prints it: 12 digits. */
    public String shortId() {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    ContainerDetails withPolicy(RestartPolicy policy) {
        return new ContainerDetails(
                id,
                name,
                image,
                state,
                pid,
                startedAt,
                exitCode,
                oomKilled,
                health,
                policy,
                autoRemove,
                init,
                pidMode,
                stopSignal,
                stopTimeout,
                labels);
    }

    /** The same run of the same container. */
    boolean isSameRun(ContainerDetails other) {
        return id.equals(other.id) && startedAt.equals(other.startedAt);
    }
}
