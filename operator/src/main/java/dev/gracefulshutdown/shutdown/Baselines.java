package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.runtime.Container;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who was ever seen to hear, by container (rule 4). Of containers on other machines nothing is known. */
public final class Baselines {
    private final Map<String, HearingMemory> memories = new HashMap<>();

    /**
     * Looks at a container while nobody asks it to end.
     *
     * @param found the container as it is now, which is let go of
     * @return what was read; empty for one whose processes can't be seen from here
     */
    public Optional<Reading> observe(String containerId, Optional<Container> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Container container = found.get()) {
            Reading reading = container.read();
            observe(containerId, reading);
            return Optional.of(reading);
        }
    }

    private synchronized void observe(String containerId, Reading reading) {
        memories.computeIfAbsent(containerId, id -> new HearingMemory()).observe(reading);
    }

    /** What is known of a container; whoever takes it goes on with it alone. */
    public synchronized HearingMemory take(String containerId) {
        return Optional.ofNullable(memories.remove(containerId)).orElseGet(HearingMemory::new);
    }
}
