package dev.gracefulshutdown.operator.request;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods as they were at last: how their containers ended is told a moment before they go. For any number of threads. */
final class Departed {
    private static final int MOST = 1_000;

    private final Map<String, Pod> byUid = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pod> eldest) {
            return size() > MOST;
        }
    };

    private final Set<String> missed = new HashSet<>();

    /** Whether a pod that is gone may still be told of; asked twice, it is not. */
    synchronized boolean isAwaited(String uid) {
        return !byUid.containsKey(uid) && missed.add(uid);
    }

    synchronized void remember(Pod pod) {
        byUid.put(pod.getMetadata().getUid(), pod);
    }

    synchronized Optional<Pod> of(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    synchronized void forget(String uid) {
        byUid.remove(uid);
        missed.remove(uid);
    }
}
