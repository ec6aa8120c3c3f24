package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.runtime.linux.NamespacedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A role that is played: a real process as PID 1 of a PID namespace of its own. */
record Actor(Role role, NamespacedProcess process, Path output) implements AutoCloseable {
    /** Starts it. */
    static Actor start(Role role, Path folder) {
        Path output = folder.resolve(role.name() + ".log");
        try {
            return new Actor(role, NamespacedProcess.start(Map.of(), output, role.command()), output);
        } catch (IOException e) {
            throw Problem.failed(
                            "this host",
                            String.valueOf(e.getMessage()),
                            "the demo needs unshare(1) (apt-get install util-linux) and leave to make PID namespaces: run it"
                                    + " as root, allow user namespaces (sysctl user.max_user_namespaces,"
                                    + " kernel.apparmor_restrict_unprivileged_userns=0), or, in a container, give it"
                                    + " --privileged")
                    .because(e);
        }
    }

    boolean isReady() {
        return wrote(Role.READY);
    }

    boolean hasCleanedUp() {
        return wrote(Role.CLEANED_UP);
    }

    private boolean wrote(String line) {
        try {
            return Files.readAllLines(output).contains(line);
        } catch (NoSuchFileException e) {
            // The demo is being ended.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the ladder sees it; where the kernel does not tell how it ended, its parent does. */
    Container container(LinuxNode node, String name) {
        return node.process(
                        name,
                        process.pid(),
                        seen -> seen.thenCombine(
                                parentSaw(), (ours, parents) -> ours instanceof ExitStatus.Unknown ? parents : ours))
                .orElseThrow(() ->
                        Problem.failed("the process " + role.name(), "ended before it was asked", "look at " + output));
    }

    private CompletableFuture<ExitStatus> parentSaw() {
        return process.launcher().onExit().thenApply(launcher -> new ExitStatus.Code(launcher.exitValue()));
    }

    @Override
    public void close() {
        process.close();
    }
}
