package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.runtime.Container;
import java.util.Optional;

/** This machine's processes, where containers may have theirs. */
@FunctionalInterface
public interface LocalProcesses {
    /**
     * The container of an id.
     *
     * @param mainPid its main process as the engine says, in a PID namespace that need not be ours: a hint, to be checked
     * @return empty when no process of it is here
     */
    Optional<Container> container(String id, int mainPid);
}
