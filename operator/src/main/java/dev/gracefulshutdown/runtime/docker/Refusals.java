package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.util.Optional;

/** Shutdowns that an engine would undo, or that would cost more than was asked for: refused before anything is sent. */
record Refusals(Capabilities engine) {
    /** @throws DockerException with what to do instead */
    void check(ContainerDetails container, Purpose purpose, Ladder ladder) {
        if (container.swarmService().isPresent() && purpose != Purpose.SIGNAL) {
            String service = container.swarmService().get();
            throw refused(
                    container,
                    "is a task of the swarm service " + service + ", which replaces what stops",
                    "docker service scale " + service + "=0, or docker service update --force " + service
                            + " for a restart");
        }
        if (container.autoRemove() && purpose == Purpose.STOP_AND_STAY) {
            throw refused(
                    container,
                    "was started with --rm: to stop it is to delete it, with its anonymous volumes",
                    "create it without --rm, or stop it once by `graceful stop`");
        }
        if (!engine.restartPolicyUpdate()) {
            withoutUpdate(container, purpose, ladder);
        }
    }

    /** Podman: nothing but its own stop, or SIGKILL, keeps a container down that its restart policy would bring back. */
    private void withoutUpdate(ContainerDetails container, Purpose purpose, Ladder ladder) {
        if (container.autoRemove() && purpose == Purpose.RESTART) {
            throw refused(
                    container,
                    "was started with --rm: " + engine.engine()
                            + " may delete it, with its anonymous volumes, when it ends",
                    "create it without --rm");
        }
        if (!container.restartPolicy().restarts()) {
            return;
        }
        String policy = "has the restart policy " + container.restartPolicy().name();
        if (purpose == Purpose.STOP_AND_STAY) {
            throw refused(
                    container,
                    policy + ", which " + engine.engine() + " " + engine.version() + " can't take away",
                    "create it anew with --restart no");
        }
        Signal own = container.stopSignal().effective();
        Optional<Signal> first =
                ladder.kill().or(() -> ladder.steps().stream().findFirst().map(step -> step.signal()));
        if (purpose == Purpose.STOP && first.filter(s -> !s.equals(own)).isPresent()) {
            throw refused(
                    container,
                    policy + ", and " + engine.engine() + " " + engine.version()
                            + " starts it again after any other signal" + " than its stop signal " + own,
                    "begin with " + own + ", or create it anew with --stop-signal " + first.get());
        }
    }

    private static DockerException refused(ContainerDetails container, String what, String remedy) {
        return new DockerException(Kind.REFUSED, ContainerCalls.object(container.name()), what, remedy);
    }
}
