package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.DockerHost;
import java.util.Optional;
import java.util.Set;

/**
 * What the engine says runs when all is over: a claim that a container is stopped is checked against it.
 *
 * @param ids those that run or are about to be started again
 * @param failure why nothing is known
 */
record StillUp(Set<String> ids, Optional<DockerException> failure) {
    StillUp {
        ids = Set.copyOf(ids);
    }

    static StillUp ask(DockerHost docker) {
        try {
            return new StillUp(docker.running(), Optional.empty());
        } catch (DockerException e) {
            return new StillUp(Set.of(), Optional.of(e));
        }
    }

    Result check(Result stopped, ContainerDetails container) {
        if (failure.isPresent()) {
            return stopped.failed(stopped.reason() + "; whether it runs again is unknown: "
                    + failure.get().what() + "; " + failure.get().remedy());
        }
        return ids.contains(container.id())
                ? stopped.failed(stopped.reason() + ", and runs again: somebody started it meanwhile; stop it again")
                : stopped;
    }
}
