package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ProcessKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The main processes of the containers that were asked for lately: to look through all of a node's takes milliseconds. */
final class KnownMains {
    private static final int MOST = 1024;

    private final Map<String, ProcessKey> byContainer = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ProcessKey> eldest) {
            return size() > MOST;
        }
    };

    /** To be confirmed: it may have ended. */
    synchronized Optional<ProcessKey> of(String containerId) {
        return Optional.ofNullable(byContainer.get(containerId));
    }

    synchronized void remember(String containerId, ProcessKey main) {
        byContainer.put(containerId, main);
    }
}
