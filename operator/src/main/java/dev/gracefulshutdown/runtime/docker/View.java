package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.List;
import java.util.Optional;

/** A container's processes, as far as they can be seen from here. */
sealed interface View extends AutoCloseable {
    /** Where they are this machine's. */
    Optional<Container> local();

    ContainerIdentity identity();

    Reading read();

    SendResult send(Signal signal, ProcessKey process);

    long oomKills();

    /** No process is left, or none is there yet. */
    default Reading nobody() {
        return new Reading(identity().main().pid(), 0, List.of());
    }

    @Override
    void close();

    /** On this machine: that a process here has the container's id in its cgroup is the proof, not the engine's address. */
    record Here(Container container) implements View {
        @Override
        public Optional<Container> local() {
            return Optional.of(container);
        }

        @Override
        public ContainerIdentity identity() {
            return container.identity();
        }

        @Override
        public Reading read() {
            return container.read();
        }

        @Override
        public SendResult send(Signal signal, ProcessKey process) {
            return container.send(signal, process);
        }

        @Override
        public long oomKills() {
            return container.oomKills();
        }

        @Override
        public void close() {
            container.close();
        }
    }

    /** On another machine, or without a right to see it: the engine's word, and what a command inside can read. */
    record Elsewhere(ContainerIdentity identity, InsideLook inside) implements View {
        @Override
        public Optional<Container> local() {
            return Optional.empty();
        }

        @Override
        public Reading read() {
            return inside.read(identity.main());
        }

        @Override
        public SendResult send(Signal signal, ProcessKey process) {
            return SendResult.REFUSED;
        }

        @Override
        public long oomKills() {
            return -1;
        }

        @Override
        public void close() {}
    }
}
