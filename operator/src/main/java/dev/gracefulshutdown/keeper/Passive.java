package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What others do to containers: a stop is joined, but for one that another process of ours drives; any other signal is noted
 * and nothing more. Hears the engine's events in their order, on one thread.
 */
final class Passive {
    private final Host host;
    private final Ladders ladders;
    private final Supplier<List<Policy>> policies;
    private final News news;
    private final Ears ears;
    private final Elsewhere elsewhere;
    private final Runs runs = new Runs();

    Passive(Host host, Ladders ladders, Supplier<List<Policy>> policies, News news, Ears ears) {
        this.host = host;
        this.ladders = ladders;
        this.policies = policies;
        this.news = news;
        this.ears = ears;
        this.elsewhere = new Elsewhere(host, ladders, news, runs, this::policy);
    }

    /** One that runs already when we come. */
    void known(ContainerDetails container) {
        if (container.isRunning()) {
            runs.started(container);
        }
    }

    void on(ContainerEvent event) {
        switch (event.action()) {
            case "start" -> {
                ears.forget(event.id());
                host.docker().find(event.id()).ifPresent(container -> {
                    runs.started(container);
                    policy(container).ifPresent(p -> ears.fresh(container));
                });
            }
            case "die" -> elsewhere.died(event);
            case "destroy" -> {
                runs.gone(event.id());
                ladders.forget(event.id());
                ears.forget(event.id());
            }
            case "kill" -> event.signal().ifPresent(signal -> killed(event, signal));
            default -> {}
        }
    }

    private void killed(ContainerEvent event, Signal signal) {
        if (ladders.busy().contains(event.id()) || ladders.signalled(event.id())) {
            return;
        }
        Optional<ContainerDetails> found = host.docker().find(event.id());
        Optional<Policy> policy = found.flatMap(this::policy);
        if (found.isEmpty() || policy.isEmpty() || ladders.ended(found.get())) {
            return;
        }
        ContainerDetails container = found.get();
        if (elsewhere.killed(event, policy.get(), container, signal)) {
            return;
        }
        if (!signal.equals(container.stopSignal().effective())) {
            note(policy.get(), container, signal);
        } else if (runs.isKnown(container)) {
            join(policy.get(), container, signal);
        }
    }

    private void join(Policy policy, ContainerDetails container, Signal signal) {
        if (policy.isDryRun()) {
            news.tell(Line.about(
                    Line.Level.INFO,
                    policy.name(),
                    container.name(),
                    "would join its stop (DryRun)",
                    "somebody else sent " + signal));
        } else if (container.isRunning()) {
            ladders.join(policy, container, signal);
        } else {
            ladders.missed(policy, container, signal);
        }
    }

    private void note(Policy policy, ContainerDetails container, Signal signal) {
        String meaning = signal.equals(Signal.KILL)
                ? "it was killed without being asked: use `docker stop` or `graceful stop`"
                : "its stop signal is " + container.stopSignal().effective() + ", so this is no stop";
        news.tell(Line.about(
                Line.Level.INFO, policy.name(), container.name(), "got " + signal + " from somebody else", meaning));
    }

    private Optional<Policy> policy(ContainerDetails container) {
        return Assignment.of(container, policies.get()).winner();
    }
}
