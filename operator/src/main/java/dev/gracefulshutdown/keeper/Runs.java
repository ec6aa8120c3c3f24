package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which run of each container the events speak of: an event that is late must not be taken for one
 * about the run that followed.
 */
final class Runs {
    private final Map<String, ContainerDetails> known = new ConcurrentHashMap<>();

    void started(ContainerDetails container) {
        known.put(container.id(), container);
    }

    void gone(String id) {
        known.remove(id);
    }

    boolean isKnown(ContainerDetails container) {
        ContainerDetails before = known.get(container.id());
        return before != null && container.startedAt().equals(before.startedAt());
    }

    /** As it was at the start of its last run. */
    Optional<ContainerDetails> last(String id) {
        return Optional.ofNullable(known.get(id));
    }
}
