package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.Optional;

/**
 * What a container brings along from its engine and its image.
 *
 * @param stopSignal its effective stop signal, where it can be read
 * @param gracePeriod its own grace period, where it has one
 * @param assumedGracePeriod the engine's default, for want of one: 10 s on Docker, 30 s on Kubernetes
 */
public record ContainerFacts(Optional<Signal> stopSignal, Optional<Duration> gracePeriod, Duration assumedGracePeriod) {
    /** Of a container that says nothing, on Docker (docker stop's default). */
    public static final ContainerFacts DOCKER =
            new ContainerFacts(Optional.empty(), Optional.empty(), Duration.ofSeconds(10));

    /** Of a container that says nothing, on Kubernetes ({@code terminationGracePeriodSeconds}' default). */
    public static final ContainerFacts KUBERNETES =
            new ContainerFacts(Optional.empty(), Optional.empty(), Duration.ofSeconds(30));
}
