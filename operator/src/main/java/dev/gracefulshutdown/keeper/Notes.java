package dev.gracefulshutdown.keeper;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What outlives us.
 *
 * @param nonces by policy and container id: the nonce that was seen there and needs nothing more
 * @param marks by container id: what is to be undone some day
 */
public record Notes(Map<String, Map<String, String>> nonces, Map<String, Mark> marks) {
    /** Nothing yet. */
    public static final Notes NONE = new Notes(Map.of(), Map.of());

    public Notes {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        nonces.forEach((policy, seen) -> copy.put(policy, Map.copyOf(seen)));
        nonces = Map.copyOf(copy);
        marks = Map.copyOf(marks);
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
        return new Notes(nonces, marks);
    }

    Notes withNonce(String policy, String container, String nonce) {
        Map<String, Map<String, String>> nonces = new LinkedHashMap<>(this.nonces);
        Map<String, String> seen = new HashMap<>(nonces.getOrDefault(policy, Map.of()));
        seen.put(container, nonce);
        nonces.put(policy, seen);
        return new Notes(nonces, marks);
    }

    Notes withMark(String container, Mark mark) {
        Map<String, Mark> marks = new HashMap<>(this.marks);
        marks.put(container, mark);
        return new Notes(nonces, marks);
    }

    Notes withoutMark(String container) {
        Map<String, Mark> marks = new HashMap<>(this.marks);
        marks.remove(container);
        return new Notes(nonces, marks);
    }
}
