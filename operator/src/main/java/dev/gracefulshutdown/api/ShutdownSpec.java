package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shut down, and how. It does not change afterwards, but for {@code release}.
 *
 * @param origin Requested: by a person, a pipeline or the operator, and acted on. Observed: an agent's record of a shutdown
 *     that somebody else began; nobody acts on it. Default: Requested.
 * @param podRef The pod. Exactly one of podRef and dockerContainer is needed.
 * @param dockerContainer The container on a host with Docker.
 * @param containers The pod's containers that are shut down. Default: all but sidecars.
 * @param policy The GracefulShutdownPolicy, in the same namespace, whose settings hold. Default: the one that matches, if any.
 * @param plan The settings, instead of a policy's.
 * @param cause Why it is shut down. Default: Request.
 * @param nodeName The node that an Observed shutdown took place on.
 * @param release True ends a Hold: SIGKILL is sent now. It can't be taken back. Default: false.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShutdownSpec(
        @PascalCase @Nullable Origin origin,
        @Nullable PodRef podRef,
        @Nullable DockerContainer dockerContainer,
        @Size(max = 32) @Nullable List<@Size(min = 1, max = 63) String> containers,
        @Size(min = 1, max = 253) @Nullable String policy,
        @Nullable StopSettings plan,
        @PascalCase @Nullable Cause cause,
        @Size(min = 1, max = 253) @Nullable String nodeName,
        @Nullable Boolean release) {

    /** What holds where nothing is set. */
    public static final ShutdownSpec DEFAULTS =
            new ShutdownSpec(Origin.REQUESTED, null, null, null, null, null, Cause.REQUEST, null, false);

    public ShutdownSpec {
        containers = containers == null ? null : List.copyOf(containers);
    }

    /** Whether somebody acts on it. */
    public enum Origin {
        REQUESTED,
        OBSERVED
    }

    /** Why a container is shut down. */
    public enum Cause {
        REQUEST,
        STATE,
        RESTART,
        DELETION,
        PROBE,
        EVICTION,
        NODE_SHUTDOWN,
        NODE_PRESSURE,
        ENGINE_STOP,
        UNKNOWN
    }

    /**
     * The pod that is shut down.
     *
     * @param name The pod's name, in the Shutdown's own namespace.
     * @param uid The pod's uid, so that no other pod of the same name is hit. Default: the present pod's.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PodRef(
            @Required @Size(min = 1, max = 253) String name,
            @Size(min = 1, max = 63) @Nullable String uid) {}

    /**
     * The container that is shut down on a host with Docker.
     *
     * @param host The host's name in the operator's configuration. Default: the only host there is.
     * @param name The container's name.
     * @param id The container's id, so that no other container of the same name is hit. Default: the present one's.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DockerContainer(
            @Size(min = 1, max = 63) @Nullable String host,
            @Required @Size(min = 1, max = 253) String name,
            @Size(min = 1, max = 64) @Nullable String id) {}
}
