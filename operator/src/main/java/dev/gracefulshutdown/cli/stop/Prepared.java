package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.host.Armed;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.Optional;

/** A job before its first signal. */
sealed interface Prepared {
    /**
     * It can begin.
     *
     * @param other the process that stops it already, where this one goes ahead all the same
     */
    record Ready(Job job, Armed armed, Optional<Holder> other) implements Prepared {}

    /** Another process stops it already. */
    record Claimed(Job job, Holder holder) implements Prepared {}

    record Refused(Result result) implements Prepared {}

    static Prepared of(Host host, Job job) {
        try {
            Optional<Holder> other = job.purpose() == Purpose.KILL ? host.holder(job.container()) : Optional.empty();
            return new Ready(job, host.prepare(job.container(), job.purpose(), job.ladder()), other);
        } catch (ClaimedException e) {
            return new Claimed(job, e.holder());
        } catch (DockerException e) {
            return new Refused(Result.refused(job.container().name(), Optional.of(job.container()), job.reason(), e));
        }
    }
}
