package dev.gracefulshutdown.runtime;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One running container, held by its identity: what it says and does is about this run of it and never about a later
 * process with the same PID. Implementations are safe for several threads.
 */
public interface Container extends AutoCloseable {
    /** Who this is, for the journal. */
    ContainerIdentity identity();

    /**
     * The main process and its descendants as they are now, and perhaps others of the container. When the main process is
     * gone the reading is empty. Never throws for a process that vanished.
     */
    Reading read();

    /** Sends one signal to one process, after the re-check that it is still the same and still of this container. */
    SendResult send(Signal signal, ProcessKey process);

    /** SIGKILL to every process of the container, whatever started it. Harmless when repeated. */
    SendResult killAll();

    /** Completes when the main process is gone; the same future at each call. */
    CompletableFuture<ExitStatus> exit();

    /** Takes what these conditions are compared with later; called before the first signal. */
    void prepare(Set<Condition> conditions);

    /**
     * Looks at the conditions; called every 500 ms near the end of a ladder.
     *
     * @return a verdict for each that was asked
     */
    Map<Condition, Condition.Verdict> check(Set<Condition> conditions);

    /** How often the kernel has ended a process of this container for want of memory; -1 where it can't be read. */
    long oomKills();

    /**
     * What a successor of ours must know to undo what this shutdown changes about the container: its restart policy, for
     * instance. In the journal before the first signal, and the same at each call.
     */
    default Map<String, String> notes() {
        return Map.of();
    }

    /**
     * Called once when the shutdown is over, before the journal is told so: brings the container into the state that was
     * meant, and may take some seconds for it.
     */
    default void settle() {}

    /** Lets go of descriptors; the container itself is left alone. */
    @Override
    void close();
}
