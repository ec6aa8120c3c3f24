package dev.gracefulshutdown.runtime.docker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Containers as they were when they were last looked at; what has become of them shows by comparison. For one thread. */
final class KnownContainers {
    private final ContainerCalls calls;
    private final Map<String, Seen> seen = new HashMap<>();
    private boolean first = true;

    private record Seen(String name, boolean running, Optional<Instant> startedAt, boolean labelsSignal) {
        static Seen of(ContainerDetails now) {
            return new Seen(
                    now.name(), now.isRunning(), now.startedAt(), now.labels().containsKey("signal"));
        }
    }

    KnownContainers(ContainerCalls calls) {
        this.calls = calls;
    }

    /** What must have happened since the last look; nothing at the first. */
    List<ContainerEvent> compare() {
        List<ContainerEvent> changes = new ArrayList<>();
        Set<String> gone = new HashSet<>(seen.keySet());
        for (String id : calls.ids()) {
            calls.find(id).ifPresent(now -> {
                gone.remove(id);
                Seen before = seen.put(id, Seen.of(now));
                if (!first) {
                    changes(id, Optional.ofNullable(before), Seen.of(now), changes);
                }
            });
        }
        for (String id : gone) {
            Seen before = seen.remove(id);
            if (before != null) {
                changes.add(inferred(id, before, "destroy"));
            }
        }
        first = false;
        return changes;
    }

    private static void changes(String id, Optional<Seen> before, Seen now, List<ContainerEvent> changes) {
        boolean ran = before.filter(Seen::running).isPresent();
        boolean sameRun =
                before.filter(b -> b.startedAt().equals(now.startedAt())).isPresent();
        if (ran && !(sameRun && now.running())) {
            changes.add(inferred(id, now, "die"));
        }
        if (now.running() && !(sameRun && ran)) {
            changes.add(inferred(id, now, "start"));
        }
    }

    private static ContainerEvent inferred(String id, Seen of, String action) {
        return new ContainerEvent(id, of.name(), action, Optional.empty(), Instant.now(), true);
    }

    void happened(String id, String action) {
        switch (action) {
            case "create", "start", "die", "rename" -> look(id);
            case "destroy" -> seen.remove(id);
            default -> {}
        }
    }

    private Optional<Seen> look(String id) {
        Optional<Seen> now = calls.find(id).map(Seen::of);
        now.ifPresent(s -> seen.put(id, s));
        return now;
    }

    /** A label of that name would stand in its place, and Podman says none. */
    boolean signalCanBeTrusted(String id) {
        Seen known = seen.get(id);
        boolean labelled = known != null
                ? known.labelsSignal()
                : look(id).map(Seen::labelsSignal).orElse(true);
        return calls.engine().killEventCarriesSignal() && !labelled;
    }
}
