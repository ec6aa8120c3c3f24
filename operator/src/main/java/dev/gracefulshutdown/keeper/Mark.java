package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.RestartPolicy;

/**
 * That we have stopped a container, or keep it from being started, and how to undo it.
 *
 * @param name of the container, for people
 * @param policy in whose name
 * @param before the restart policy that was taken away
 * @param stopped it ran, and we stopped it; otherwise it was down already, and only its restart policy was taken
 */
public record Mark(String name, String policy, RestartPolicy before, boolean stopped) {}
