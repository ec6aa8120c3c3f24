package dev.gracefulshutdown.runtime.docker;

import java.time.Duration;
import java.util.Optional;

/**
 * How long {@code docker stop} and the engine's own shutdown wait before SIGKILL.
 *
 * @param effective the container's own, else what the engine is assumed to have; without end where it is negative
 * @param own from {@code --stop-timeout} or Compose's {@code stop_grace_period}, which is cut to whole seconds
 */
public record StopTimeout(Duration effective, Optional<Duration> own) {
    /** Where it comes from, for people. */
    public String source() {
        return own.isPresent() ? "the container" : "the engine's default (assumed)";
    }
}
