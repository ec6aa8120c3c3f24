package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ctrl-C while ladders run: says what still runs and who ends it, before we are gone. Nothing is killed early, and a restart
 * policy that we took away is given back.
 */
final class Interruption implements AutoCloseable {
    private final Terminal terminal;
    private final LiveProgress live;
    private final Host host;
    private final List<Attempt> attempts;
    private final Thread hook = new Thread(this::tell, "interruption");

    Interruption(Terminal terminal, LiveProgress live, Host host, List<Attempt> attempts) {
        this.terminal = terminal;
        this.live = live;
        this.host = host;
        this.attempts = attempts;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void tell() {
        List<Run> unfinished = attempts.stream().toList().stream()
                .flatMap(attempt -> attempt instanceof Run run ? Stream.of(run) : Stream.empty())
                .filter(run -> run.isStop() && !run.isOver())
                .toList();
        live.close();
        if (!unfinished.isEmpty()) {
            terminal.err().println("graceful: interrupted; nothing is killed early. Still running:");
            unfinished.forEach(run -> terminal.err().println("  " + text(run)));
            terminal.err().flush();
            unfinished.stream()
                    .filter(run -> !run.container().isStoppedByEngine())
                    .forEach(run -> giveBack(run.job().container()));
        }
    }

    static String text(Run run) {
        String name = run.job().container().name();
        Ladder ladder = run.job().ladder();
        if (!run.container().isStoppedByEngine()) {
            return name + ": nobody sends it anything more; end it by docker stop " + name;
        }
        return ladder.onDeadline() == OnDeadline.HOLD
                ? name + ": the engine's own stop waits for it and never kills it"
                : name + ": the engine's own stop is the backstop; it kills it "
                        + ladder.gracePeriod().plus(ladder.maxExtension()).toSeconds()
                        + " s after the first signal, and a few seconds for good measure";
    }

    private void giveBack(ContainerDetails container) {
        if (!container.restartPolicy().restarts()) {
            return;
        }
        try {
            host.docker().restartPolicy(container.id(), container.restartPolicy());
        } catch (DockerException e) {
            terminal.err()
                    .println("  " + container.name() + ": its restart policy can't be given back: " + e.getMessage()
                            + "; docker update --restart="
                            + container.restartPolicy().name() + " " + container.name());
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // It speaks just now.
        }
    }
}
