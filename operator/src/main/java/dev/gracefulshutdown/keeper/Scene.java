package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.List;
import java.util.Set;

/**
 * Everything that a decision is made of.
 *
 * @param policies in force, in the order in which they come
 * @param containers every one that the engine has
 * @param busy ids of those with a shutdown of ours under way
 * @param resting ids of those that failed a moment ago: tried again later
 */
public record Scene(List<Policy> policies, List<ContainerDetails> containers, Set<String> busy, Set<String> resting) {
    public Scene {
        policies = List.copyOf(policies);
        containers = List.copyOf(containers);
        busy = Set.copyOf(busy);
        resting = Set.copyOf(resting);
    }

    /** Whose each container is. */
    public List<Assignment> assignments() {
        return containers.stream().map(c -> Assignment.of(c, policies)).toList();
    }
}
