package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.Setup;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.diagnosis.StopDefaults.Source;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.docker.ContainerConfig;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads what there is to know of a container. Its processes: in {@code /proc} where the engine is here; else by the
 * engine's {@code top}, whose ps may tell the masks; else by a command inside, where the image has one.
 */
public final class FactsOf {
    private static final Duration FOR_EVER = Durations.MAX;

    private final Engine engine;
    private final Workbench workbench;

    /** @param engine whose containers are read */
    public FactsOf(Engine engine) {
        this.engine = engine;
        this.workbench = engine.host().workbench();
    }

    /**
     * Reads.
     *
     * @param ready it is known to be ready, so that its youth does not matter
     */
    public Facts of(ContainerDetails container, boolean ready) {
        ContainerConfig config = workbench.config(container.id());
        StopDefaults stop = stop(container, config);
        Setup setup = setup(container, config);
        if (!container.isRunning()) {
            return Facts.unreadable(container.name(), "it does not run", stop, setup);
        }
        return processes(container)
                .map(p -> new Facts(
                        container.name(),
                        p.reading(),
                        ready,
                        "",
                        p.commandLines(),
                        stop,
                        setup,
                        Optional.empty(),
                        List.of()))
                .orElseGet(() -> Facts.unreadable(
                        container.name(),
                        "its processes are not this machine's, and neither ps there nor cat in its image tells their masks",
                        stop,
                        setup));
    }

    private Optional<Workbench.Processes> processes(ContainerDetails container) {
        return here(container)
                .or(() -> workbench.top(container, KnownInits::isInit))
                .or(() -> inside(container));
    }

    private Optional<Workbench.Processes> here(ContainerDetails container) {
        return engine.node().everything(container.id()).map(this::withCommandLines);
    }

    private Workbench.Processes withCommandLines(Reading reading) {
        Map<Integer, List<String>> lines = reading.processes().stream()
                .collect(Collectors.toMap(ProcessFacts::pid, p -> engine.node().commandLine(p.pid()), (a, b) -> a));
        return new Workbench.Processes(reading, lines);
    }

    private Optional<Workbench.Processes> inside(ContainerDetails container) {
        return Optional.of(workbench.inside(container, KnownInits::isInit))
                .filter(p -> p.reading().main().filter(ProcessFacts::readable).isPresent());
    }

    private StopDefaults stop(ContainerDetails container, ContainerConfig config) {
        Duration timeout = container.stopTimeout().effective();
        return new StopDefaults(
                container.stopSignal().effective(),
                container.stopSignal().own().isEmpty() ? Source.ENGINE : signalFrom(config),
                timeout.isNegative() || timeout.compareTo(FOR_EVER) > 0 ? FOR_EVER : timeout,
                container.stopTimeout().own().isPresent() ? Source.CONTAINER : Source.ENGINE);
    }

    private Source signalFrom(ContainerConfig config) {
        boolean images = workbench
                .image(config.imageId())
                .flatMap(ContainerConfig::stopSignal)
                .equals(config.stopSignal());
        return images ? Source.IMAGE : Source.CONTAINER;
    }

    private static Setup setup(ContainerDetails container, ContainerConfig config) {
        return new Setup(
                config.entrypoint(),
                config.command(),
                config.environment(),
                container.init(),
                switch (container.pidMode()) {
                    case "", "private" -> Setup.PidNamespace.OWN;
                    case "host" -> Setup.PidNamespace.HOST;
                    default -> Setup.PidNamespace.SHARED;
                },
                container.restartPolicy().name(),
                container.isPaused(),
                container.composeProject().isPresent() ? Setup.Manager.COMPOSE : Setup.Manager.DOCKER);
    }
}
