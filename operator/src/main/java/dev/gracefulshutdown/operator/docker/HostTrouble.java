package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.runtime.docker.DockerException;
import java.util.Objects;

/**
 * Why nothing can be looked at or done on a host now.
 *
 * @param reason the engine's fault, or the API server's, where what is to be done is noted first
 * @param why in words, with the remedy
 */
public record HostTrouble(Reason reason, String why) {
    static final String SETTING = "the operator's --docker-hosts file (docker.hosts of the chart)";

    static HostTrouble of(Exception e) {
        return switch (e) {
            case DockerException docker ->
                new HostTrouble(
                        Reason.HOST_UNREACHABLE,
                        docker.getMessage()
                                + "; start the engine, let the operator through to it, or correct its url or tls in "
                                + SETTING);
            default -> new HostTrouble(Reason.API_ERROR, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        };
    }
}
