package dev.gracefulshutdown.runtime.docker;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a successor of ours must know of a container before we change anything about it. */
final class Notes {
    private static final String PURPOSE = "docker.purpose";
    private static final String STARTED_AT = "docker.startedAt";

    private Notes() {}

    static Map<String, String> of(ContainerDetails run, Purpose purpose) {
        Map<String, String> notes = new HashMap<>(run.restartPolicy().toNotes());
        notes.put(PURPOSE, purpose.name());
        run.startedAt().ifPresent(t -> notes.put(STARTED_AT, t.toString()));
        return Map.copyOf(notes);
    }

    static Optional<Purpose> purpose(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(PURPOSE)).map(Purpose::valueOf);
    }

    static boolean isSameRun(Map<String, String> notes, ContainerDetails now) {
        return Optional.ofNullable(notes.get(STARTED_AT)).equals(now.startedAt().map(Instant::toString));
    }
}
