package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.List;

/**
 * What is to be done to one container.
 *
 * @param assumptions in words
 */
record Job(ContainerDetails container, Purpose purpose, Ladder ladder, Reason reason, List<String> assumptions) {
    Job {
        assumptions = List.copyOf(assumptions);
    }
}
