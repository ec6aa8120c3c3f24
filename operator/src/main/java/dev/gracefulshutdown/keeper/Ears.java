package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Listens who hears in containers while nobody asks them to end, and says which main process is deaf. */
final class Ears {
    /** Programs install their handlers in the seconds after their start. */
    private static final List<Integer> AFTER_START_SECONDS = List.of(1, 4, 12);

    private static final long GROWN_UP_MILLIS = 10_000;

    private final Host host;
    private final Ladders ladders;
    private final News news;
    private final ScheduledExecutorService timer;

    Ears(Host host, Ladders ladders, News news, ScheduledExecutorService timer) {
        this.host = host;
        this.ladders = ladders;
        this.news = news;
        this.timer = timer;
    }

    /** One that was started just now. */
    void fresh(ContainerDetails container) {
        for (int seconds : AFTER_START_SECONDS) {
            try {
                var _ = timer.schedule(() -> listen(container), seconds, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                return;
            }
        }
    }

    /** To be called when they are seen, and then every minute. */
    void listen(List<Assignment> assignments) {
        assignments.stream()
                .filter(a -> a.winner().isPresent() && a.container().isRunning())
                .forEach(a -> listen(a.container()));
    }

    private void listen(ContainerDetails container) {
        Set<String> busy = ladders.busy();
        if (!busy.contains(container.id())) {
            host.observe(container).ifPresent(reading -> judge(container, reading));
        }
    }

    void forget(String containerId) {
        host.forget(containerId);
    }

    private void judge(ContainerDetails container, Reading reading) {
        Signal signal = container.stopSignal().effective();
        Optional<ProcessFacts> deaf = reading.main()
                .filter(main -> reading.mainAgeMillis() >= GROWN_UP_MILLIS)
                .filter(main -> Hearing.of(main, signal) == Hearing.DEAF);
        deaf.ifPresent(main -> news.tellOnce(
                "ears of " + container.id(),
                Line.warn("container " + container.name() + ": PID " + main.display() + " is deaf to " + signal
                        + advice(reading, signal))));
    }

    private static String advice(Reading reading, Signal signal) {
        boolean wrapped =
                reading.tree().stream().anyMatch(p -> Hearing.of(p, signal).hears());
        return wrapped
                ? ", and its descendants hear it: they get it by spec.delivery Auto, and by plain `docker stop` don't"
                : ", and so is everything below it: it is killed at the end of its grace period; start it with --init, or "
                        + "set spec.onUndeliverable to Skip";
    }
}
