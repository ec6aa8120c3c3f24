package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Signal;
import java.time.Instant;
import java.util.Optional;

/**
 * Something happened to a container, or may have: a hint, after which its details are looked at.
 *
 * @param id of the container
 * @param name of the container
 * @param action the engine's word: {@code start}, {@code kill}, {@code die}, {@code stop}, {@code pause}, {@code destroy} …
 * @param signal of {@code kill}, where it can be trusted: a container's labels overwrite it (moby, daemon/events.go), and
 *     Podman doesn't say
 * @param at by the engine's clock
 * @param inferred not told but found: the engine was away, and afterwards the container was another
 */
public record ContainerEvent(
        String id, String name, String action, Optional<Signal> signal, Instant at, boolean inferred) {}
