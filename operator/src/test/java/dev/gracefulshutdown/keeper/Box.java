package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerDetails.State;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import dev.gracefulshutdown.runtime.docker.StopSignal;
import dev.gracefulshutdown.runtime.docker.StopTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A container to decide about, as an engine would show it. */
public record Box(
        String id,
        String name,
        State state,
        RestartPolicy restart,
        boolean autoRemove,
        Optional<String> health,
        Map<String, String> labels,
        int run) {
    public static final RestartPolicy ALWAYS = new RestartPolicy("always", 0);

    /** Running, with a restart policy that brings it back. */
    public static Box running(String name) {
        return new Box("id-" + name, name, State.RUNNING, ALWAYS, false, Optional.empty(), Map.of(), 0);
    }

    public Box is(State state) {
        return new Box(id, name, state, restart, autoRemove, health, labels, run);
    }

    public Box restart(RestartPolicy restart) {
        return new Box(id, name, state, restart, autoRemove, health, labels, run);
    }

    /** Another run of the same container. */
    public Box again() {
        return new Box(id, name, State.RUNNING, restart, autoRemove, health, labels, run + 1);
    }

    public Box removedAtItsEnd() {
        return new Box(id, name, state, restart, true, health, labels, run);
    }

    public Box health(String health) {
        return new Box(id, name, state, restart, autoRemove, Optional.of(health), labels, run);
    }

    public Box label(String key, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(key, value);
        return new Box(id, name, state, restart, autoRemove, health, more, run);
    }

    /** As the engine would tell of it. */
    public ContainerDetails details() {
        boolean up = state == State.RUNNING || state == State.PAUSED;
        return new ContainerDetails(
                id,
                name,
                "image",
                state,
                up ? 4711 : 0,
                Optional.of(Instant.EPOCH.plusSeconds(run)),
                0,
                false,
                health,
                restart,
                autoRemove,
                false,
                "",
                new StopSignal(Signal.TERM, Optional.empty()),
                new StopTimeout(Duration.ofSeconds(10), Optional.empty()),
                labels);
    }
}
