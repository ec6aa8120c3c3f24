package dev.gracefulshutdown.keeper;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What outlives us.
 *
 * @param nonces by policy and container id: the nonce that was seen there and needs nothing more
 * @param marks by container id: what is to be undone some day
 * @param restarts by container id: restarts that were decided, until another run is seen
 */
public record Notes(Map<String, Map<String, String>> nonces, Map<String, Mark> marks, Map<String, Owed> restarts) {
    /** Nothing yet. */
    public static final Notes NONE = new Notes(Map.of(), Map.of(), Map.of());

    /**
     * A restart that was decided. Its nonce counts as seen from then on; should nothing come of it, the one before does again.
     *
     * @param policy whose nonce it is
     * @param before the nonce that was seen before
     * @param run when the run began that is to end
     */
    public record Owed(String policy, String before, String run) {}

    /** @param restarts missing where an older version wrote it */
    public Notes(
            Map<String, Map<String, String>> nonces, Map<String, Mark> marks, @Nullable Map<String, Owed> restarts) {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        nonces.forEach((policy, seen) -> copy.put(policy, Map.copyOf(seen)));
        this.nonces = Map.copyOf(copy);
        this.marks = Map.copyOf(marks);
        this.restarts = restarts == null ? Map.of() : Map.copyOf(restarts);
    }

    /** Without what is gone: policies, and containers. */
    Notes only(Set<String> policies, Set<String> containers) {
        Map<String, Map<String, String>> nonces = new LinkedHashMap<>(this.nonces);
        nonces.keySet().retainAll(policies);
        nonces.replaceAll((policy, seen) -> {
            Map<String, String> kept = new HashMap<>(seen);
            kept.keySet().retainAll(containers);
            return kept;
        });
        Map<String, Mark> marks = new HashMap<>(this.marks);
        marks.keySet().retainAll(new HashSet<>(containers));
        Map<String, Owed> restarts = new HashMap<>(this.restarts);
        restarts.keySet().retainAll(containers);
        restarts.values().removeIf(owed -> !policies.contains(owed.policy()));
        return new Notes(nonces, marks, restarts);
    }

    Notes withNonce(String policy, String container, String nonce) {
        Map<String, Map<String, String>> nonces = new LinkedHashMap<>(this.nonces);
        Map<String, String> seen = new HashMap<>(nonces.getOrDefault(policy, Map.of()));
        seen.put(container, nonce);
        nonces.put(policy, seen);
        return new Notes(nonces, marks, restarts);
    }

    Notes withMark(String container, Mark mark) {
        Map<String, Mark> marks = new HashMap<>(this.marks);
        marks.put(container, mark);
        return new Notes(nonces, marks, restarts);
    }

    Notes withoutMark(String container) {
        Map<String, Mark> marks = new HashMap<>(this.marks);
        marks.remove(container);
        return new Notes(nonces, marks, restarts);
    }

    Notes withRestart(String container, Owed owed) {
        Map<String, Owed> restarts = new HashMap<>(this.restarts);
        restarts.put(container, owed);
        return new Notes(nonces, marks, restarts);
    }

    Notes withoutRestart(String container) {
        Map<String, Owed> restarts = new HashMap<>(this.restarts);
        restarts.remove(container);
        return new Notes(nonces, marks, restarts);
    }
}
