package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine's events about containers, through its restarts. The engine keeps 256 events and forgets them when it ends, and
 * exits that it finds at its start have none: so after every reconnect the containers are listed and compared, and what
 * must have happened is told as inferred.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private static final EngineCall EVENTS =
            EngineCall.get("events", "/events?filters=" + EngineCall.encoded("{\"type\":[\"container\"]}"));

    private final ContainerCalls calls;
    private final Consumer<ContainerEvent> listener;
    private final KnownContainers known;
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private volatile @Nullable Response stream;
    private volatile boolean closed;

    Watch(ContainerCalls calls, Consumer<ContainerEvent> listener) {
        this.calls = calls;
        this.listener = listener;
        this.known = new KnownContainers(calls);
        calls.client().run(EVENTS, this::follow);
    }

    /** Completes when it hears: what happens from then on is told. */
    public CompletableFuture<Void> listening() {
        return listening;
    }

    private void follow() {
        BackOff backOff = new BackOff();
        do {
            try {
                followOnce();
                backOff.reset();
            } catch (DockerException | IOException e) {
                LOG.debug("events broke off: {}", e.getMessage());
            }
        } while (!closed && backOff.pause());
    }

    private void followOnce() throws IOException {
        // Events first, then the list: what happens between the two is told twice rather than not at all.
        try (Response response = calls.client().open(EVENTS, ContainerCalls.ORDINARY)) {
            stream = response;
            known.compare().forEach(this::tell);
            listening.complete(null);
            read(response.getBody());
        }
    }

    private void read(InputStream stream) throws IOException {
        // Blocks until the first event comes.
        try (MappingIterator<JsonNode> events =
                Json.MAPPER.readerFor(JsonNode.class).readValues(stream)) {
            while (!closed && events.hasNextValue()) {
                event(events.nextValue()).ifPresent(this::tell);
            }
        }
    }

    private Optional<ContainerEvent> event(JsonNode event) {
        JsonNode actor = event.path("Actor");
        String id = Json.text(actor, "ID");
        String action = Json.text(event, "Action");
        // exec_create: COMMAND and the like are nobody's end.
        if (id.isEmpty() || action.isEmpty() || action.startsWith("exec_")) {
            return Optional.empty();
        }
        JsonNode attributes = actor.path("Attributes");
        known.happened(id, action);
        Optional<Signal> signal = action.equals("kill") && known.signalCanBeTrusted(id)
                ? Signal.parse(Json.text(attributes, "signal"))
                : Optional.empty();
        return Optional.of(new ContainerEvent(id, Json.text(attributes, "name"), action, signal, at(event), false));
    }

    private static Instant at(JsonNode event) {
        JsonNode nanos = event.path("timeNano");
        return nanos.isNumber() ? Instant.ofEpochSecond(0, nanos.asLong()) : Instant.now();
    }

    /** Whoever listens can't end the watch by failing. */
    private void tell(ContainerEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("{}: could not be told of {}", event.name(), event.action(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Response open = stream;
        if (open != null) {
            open.close();
        }
    }
}
