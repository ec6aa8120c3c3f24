package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.runtime.docker.EngineClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Engine API's calls about containers. Without a time limit: those that last as long as a container may. */
final class ContainerCalls {
    static final Duration ORDINARY = Duration.ofSeconds(10);

    /** The engine itself waits 10 s for a KILL, kills again and waits 2 s more (moby, daemon/kill.go). */
    static final Duration KILL = Duration.ofSeconds(20);

    private static final int NOT_MODIFIED = 304;

    private final EngineClient client;
    private final Capabilities engine;

    ContainerCalls(EngineClient client, Capabilities engine) {
        this.client = client;
        this.engine = engine;
    }

    EngineClient client() {
        return client;
    }

    Capabilities engine() {
        return engine;
    }

    Optional<ContainerDetails> find(String nameOrId) {
        try {
            Answer answer = client.call(EngineCall.get(object(nameOrId), path(nameOrId, "json")), ORDINARY);
            return Optional.of(ContainerDetails.of(answer.json(), engine));
        } catch (DockerException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<String> ids() {
        return list("/containers/json?all=1").toList();
    }

    /** One that waits to be started again counts as running (moby, container/state.go). */
    Set<String> running() {
        return list("/containers/json").collect(Collectors.toUnmodifiableSet());
    }

    private Stream<String> list(String path) {
        return client.call(EngineCall.get("containers", path), ORDINARY)
                .json()
                .valueStream()
                .map(c -> Json.text(c, "Id"));
    }

    /** The number: every engine reads it, names of real-time signals not every one. */
    void kill(String id, Signal signal) {
        client.call(
                EngineCall.post(object(id), path(id, "kill?signal=" + signal.number())),
                signal.equals(Signal.KILL) ? KILL : ORDINARY);
    }

    /** Sends the stop signal, and SIGKILL after so many seconds; never where they are negative. */
    CompletableFuture<Answer> stop(String id, long seconds) {
        long time = seconds < 0 && !engine.endlessStop() ? Integer.MAX_VALUE : seconds;
        return client.start(EngineCall.post(object(id), path(id, "stop?t=" + time)));
    }

    /** Stop and start in one; the signal is left to the container where the engine takes none. */
    CompletableFuture<Answer> restart(String id, long seconds, Optional<Signal> signal) {
        String which = signal.filter(s -> engine.stopSignalParameter())
                .map(s -> "&signal=" + s.number())
                .orElse("");
        return client.start(EngineCall.post(object(id), path(id, "restart?t=" + seconds + which)));
    }

    /** Answers when the run that is, is over; at once where none is. */
    CompletableFuture<Answer> whenNotRunning(String id) {
        return client.start(EngineCall.post(object(id), path(id, "wait?condition=not-running")));
    }

    /** Takes effect at once, on a running container too, and starts nothing (moby, daemon/update.go). */
    void update(String id, RestartPolicy policy) {
        if (!engine.restartPolicyUpdate()) {
            throw new DockerException(
                    Kind.REFUSED,
                    object(id),
                    engine.engine() + " " + engine.version() + " can't change its restart policy",
                    "create it anew with the one that it is to have");
        }
        client.call(EngineCall.post(object(id), path(id, "update")).with(policy.toJson()), ORDINARY);
    }

    void unpause(String id) {
        client.call(EngineCall.post(object(id), path(id, "unpause")), ORDINARY);
    }

    /** Starts it; false when it ran already. */
    boolean start(String id) {
        return client.call(EngineCall.post(object(id), path(id, "start")), KILL).status() != NOT_MODIFIED;
    }

    private static String path(String id, String what) {
        return "/containers/" + EngineCall.encoded(id) + "/" + what;
    }

    static String object(String nameOrId) {
        return "container " + (nameOrId.matches("[0-9a-f]{64}") ? nameOrId.substring(0, 12) : nameOrId);
    }
}
