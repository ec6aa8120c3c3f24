package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Optional;

/** What we don't keep stopped, with the remedy. */
final class Refusal {
    private Refusal() {}

    static Optional<String> of(ContainerDetails container) {
        if (container.swarmService().isPresent()) {
            return Optional.of(swarm(container));
        }
        return container.autoRemove()
                ? Optional.of(
                        "it was started with --rm: to stop it is to delete it, with its anonymous volumes; create it "
                                + "without --rm, or unset spec.state and stop it once by `docker stop`")
                : Optional.empty();
    }

    static String swarm(ContainerDetails container) {
        String service = container.swarmService().orElse("");
        return "it is a task of the swarm service " + service
                + ", whose orchestrator replaces what stops: use `docker service scale " + service
                + "=0`, or `docker service update --force " + service + "` for a restart";
    }
}
