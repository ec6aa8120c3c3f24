package dev.gracefulshutdown.keeper;

import java.util.Map;
import java.util.Set;

/**
 * What a look has come to.
 *
 * @param scene what was found
 * @param decision what followed; what could be begun was
 * @param notes what is kept now
 * @param busy ids of the containers with a shutdown of ours under way after that
 * @param troubles by container id: what failed for one that is tried again later, in words
 */
public record Findings(Scene scene, Decision decision, Notes notes, Set<String> busy, Map<String, String> troubles) {
    public Findings {
        busy = Set.copyOf(busy);
        troubles = Map.copyOf(troubles);
    }
}
