package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.host.OthersEnd;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerEvent;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shutdowns that another process of ours drives ({@code graceful stop}, say): they are left to it, and recorded once, when
 * the container has ended. For the thread that hears the events.
 */
final class Elsewhere {
    /** The engine tells of an end about when whoever waited for it lets go. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Host host;
    private final Ladders ladders;
    private final News news;
    private final Runs runs;
    private final Function<ContainerDetails, Optional<Policy>> policies;
    private final Map<String, Asked> asked = new HashMap<>();

    /** What was sent first, by whom, and until when an end may be put down to it. */
    private record Asked(Holder by, Signal signal, Instant until) {}

    Elsewhere(Host host, Ladders ladders, News news, Runs runs, Function<ContainerDetails, Optional<Policy>> policies) {
        this.host = host;
        this.ladders = ladders;
        this.news = news;
        this.runs = runs;
        this.policies = policies;
    }

    /**
     * A signal was sent.
     *
     * @return whether it was another process of ours
     */
    boolean killed(ContainerEvent event, Policy policy, ContainerDetails container, Signal signal) {
        Optional<Holder> by = host.holder(event.id(), event.at(), Duration.ZERO);
        by.ifPresent(holder -> {
            Asked now = new Asked(holder, signal, event.at().plus(patience(container)));
            Asked before = asked.get(event.id());
            if (before == null || !isSame(before.by(), holder)) {
                asked.put(event.id(), now);
                news.tell(Line.about(
                        Line.Level.INFO,
                        policy.name(),
                        container.name(),
                        "is left to " + holder.words(),
                        "it sent " + signal));
            }
        });
        return by.isPresent();
    }

    private static boolean isSame(Holder one, Holder other) {
        return one.owner().equals(other.owner()) && one.since().equals(other.since());
    }

    /** So long after a single signal an end is its doing. */
    private static Duration patience(ContainerDetails container) {
        Duration timeout = container.stopTimeout().effective();
        return timeout.isNegative() ? Duration.ofDays(1) : timeout.plus(LATE);
    }

    void died(ContainerEvent event) {
        Optional<Asked> first = Optional.ofNullable(asked.remove(event.id()));
        if (ladders.busy().contains(event.id())) {
            return;
        }
        Optional<Holder> by = host.holder(event.id(), event.at(), LATE)
                .or(() -> first.filter(a -> !event.at().isAfter(a.until())).map(Asked::by));
        if (by.isEmpty()) {
            return;
        }
        Optional<ContainerDetails> now = host.docker().find(event.id());
        Optional<ContainerDetails> container = runs.last(event.id()).or(() -> now);
        if (container.isEmpty()) {
            return;
        }
        ExitStatus exit = now.filter(n ->
                        !n.isRunning() && n.startedAt().equals(container.get().startedAt()))
                .<ExitStatus>map(n -> ExitStatus.ofEngineCode(n.exitCode()))
                .orElseGet(ExitStatus.Unknown::new);
        policies.apply(container.get())
                .ifPresent(policy -> ladders.endedElsewhere(
                        policy, container.get(), report(event, container.get(), exit, by.get(), first)));
    }

    private static ShutdownReport report(
            ContainerEvent event, ContainerDetails container, ExitStatus exit, Holder by, Optional<Asked> first) {
        Instant begun = by.since().isBefore(event.at()) ? by.since() : event.at();
        return OthersEnd.report(container.name(), exit, first.map(Asked::signal), Optional.of(by), begun, event.at());
    }
}
