package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.runtime.ProcStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The main process as a command inside the container reads it, {@code cat /proc/1/status}, without a shell. Where the image
 * has no {@code cat}, or PID 1 is not the container's own, its hearing is Unknown.
 */
final class InsideLook {
    private final Exec exec;
    private final ContainerDetails run;
    private final Predicate<String> isInit;
    private volatile boolean blind;

    InsideLook(Exec exec, ContainerDetails run, Predicate<String> isInit) {
        this.exec = exec;
        this.run = run;
        this.isInit = isInit;
        this.blind = run.sharesPids();
    }

    Reading read(ProcessKey main) {
        long age = run.startedAt()
                .map(t -> Duration.between(t, Instant.now()).toMillis())
                .orElse(0L);
        return new Reading(main.pid(), age, List.of(facts(main)));
    }

    private ProcessFacts facts(ProcessKey main) {
        return (blind ? Optional.<ProcStatus>empty() : status())
                .map(s -> new ProcessFacts(
                        main,
                        0,
                        1,
                        s.name(),
                        s.state(),
                        s.caught(),
                        s.blocked(),
                        s.ignored(),
                        run.init() || isInit.test(s.name()),
                        true))
                .orElseGet(() -> unknown(main));
    }

    private Optional<ProcStatus> status() {
        Optional<ProcStatus> status =
                exec.run(run.id(), List.of("cat", "/proc/1/status")).flatMap(InsideLook::parsed);
        // A frozen container refuses, and another look may succeed; an image without `cat` gets none later.
        blind = status.isEmpty() && !run.isPaused();
        return status;
    }

    private static Optional<ProcStatus> parsed(String text) {
        try {
            return Optional.of(ProcStatus.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ProcessFacts unknown(ProcessKey main) {
        return new ProcessFacts(
                main, 0, 1, run.name(), '?', SignalSet.NONE, SignalSet.NONE, SignalSet.NONE, run.init(), false);
    }
}
