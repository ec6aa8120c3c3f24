package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Signal;
import java.util.Optional;

/**
 * What {@code docker stop} sends: the container's own stop signal, which it has from {@code --stop-signal}, Compose or its
 * image, else TERM. One that the engine can't parse becomes TERM without a word (moby, container.go, StopSignal).
 *
 * @param effective what the engine sends
 * @param written as it stands in the container's configuration; empty when nothing does
 */
public record StopSignal(Signal effective, Optional<String> written) {
    static StopSignal of(String written) {
        return written.isEmpty()
                ? new StopSignal(Signal.TERM, Optional.empty())
                : new StopSignal(Signal.parse(written).orElse(Signal.TERM), Optional.of(written));
    }

    /** The container's own, where it has one that can be read. */
    public Optional<Signal> own() {
        return written.flatMap(Signal::parse);
    }

    /** Where it comes from, for people. */
    public String source() {
        if (written.isEmpty()) {
            return "the engine's default";
        }
        return own().isPresent()
                ? "the container or its image"
                : "the engine's default, for want of sense in " + written.get();
    }
}
