package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.Selection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All that are meant, looked at together. Nothing is sent, changed or run but where only a command inside can read. */
final class Round {
    private final Engine engine;
    private final FactsOf facts;
    private final Background background;

    Round(Engine engine, Background background) {
        this.engine = engine;
        this.facts = new FactsOf(engine);
        this.background = background;
    }

    /** Those of these names; where there are none, all that run and have the labels. */
    List<Finding> of(List<String> names, Map<String, String> labels) {
        List<ContainerDetails> meant = names.isEmpty() ? running(labels) : named(names);
        // A kernel read is short and an engine's answer is not, so a few threads do for many containers.
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Optional<Finding>>> findings = meant.stream()
                    .map(c -> threads.submit((Callable<Optional<Finding>>) () -> finding(c)))
                    .toList();
            return findings.stream().flatMap(f -> got(f).stream()).toList();
        }
    }

    private List<ContainerDetails> running(Map<String, String> labels) {
        return engine.host().containers(new Selection(List.of(), labels, Optional.empty())).stream()
                .filter(ContainerDetails::isRunning)
                .sorted(Comparator.comparing(ContainerDetails::name))
                .toList();
    }

    private List<ContainerDetails> named(List<String> names) {
        return names.stream()
                .map(name -> engine.host()
                        .find(name)
                        .orElseThrow(() -> Problem.invalid(
                                "container " + name,
                                "there is none at " + engine.host().endpoint(),
                                "see docker ps")))
                .toList();
    }

    /** Empty for one that vanished meanwhile. */
    private Optional<Finding> finding(ContainerDetails container) {
        try {
            Diagnosis diagnosis = Diagnosis.of(background.added(facts.of(container, false), container));
            return Optional.of(new Finding(
                    container,
                    diagnosis,
                    background.policy(container).map(p -> p.getMetadata().getName())));
        } catch (DockerException e) {
            if (e.kind() == DockerException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T got(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
