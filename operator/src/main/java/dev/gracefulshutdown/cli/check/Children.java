package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The processes behind the main one that would hear: held from before the stop, so that their ends are seen. */
final class Children implements AutoCloseable {
    private static final int TOLD_WITHIN_SECONDS = 2;

    private final List<Held> held = new ArrayList<>();

    private record Held(String name, Container process) {}

    private Children() {}

    /** Of processes that can't be seen from here. */
    static Children none() {
        return new Children();
    }

    /** @param reading from before the stop; of this machine's processes */
    static Children of(LinuxNode node, Reading reading, Signal signal) {
        Children children = new Children();
        for (ProcessFacts process : reading.tree()) {
            if (process.pid() != reading.mainPid()
                    && Hearing.of(process, signal).hears()) {
                node.process(process.display(), process.pid(), Function.identity())
                        .ifPresent(child -> children.held.add(new Held(process.display(), child)));
            }
        }
        return children;
    }

    /** Those that SIGKILL ended, though nobody sent one: the kernel ends all of a PID namespace with its PID 1. */
    List<String> killed() {
        return held.stream()
                .filter(child -> status(child).isSigkill())
                .map(Held::name)
                .toList();
    }

    private static ExitStatus status(Held child) {
        try {
            return child.process().exit().get(TOLD_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ExitStatus.Unknown();
        } catch (ExecutionException | TimeoutException e) {
            return new ExitStatus.Unknown();
        }
    }

    @Override
    public void close() {
        held.forEach(child -> child.process().close());
    }
}
