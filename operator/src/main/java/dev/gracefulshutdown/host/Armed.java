package dev.gracefulshutdown.host;

import dev.gracefulshutdown.runtime.docker.DockerContainer;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.util.function.Consumer;
import java.util.function.Function;

/** A shutdown of which nothing is missing but the first signal. */
public final class Armed {
    private final DockerContainer container;
    private final Function<Consumer<ShutdownReport>, RunningShutdown> start;

    Armed(DockerContainer container, Function<Consumer<ShutdownReport>, RunningShutdown> start) {
        this.container = container;
        this.start = start;
    }

    /** Whose it is. */
    public DockerContainer container() {
        return container;
    }

    /**
     * Starts it, or joins the one of the same container that runs here; to be called once.
     *
     * @param listener told of every change, never on the caller's thread
     */
    public RunningShutdown start(Consumer<ShutdownReport> listener) {
        return start.apply(listener);
    }
}
