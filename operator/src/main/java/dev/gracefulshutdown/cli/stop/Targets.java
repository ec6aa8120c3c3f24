package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.runtime.docker.DockerHost;
import dev.gracefulshutdown.runtime.docker.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which containers, to be mixed in. */
final class Targets {
    @Parameters(arity = "0..*", paramLabel = "CONTAINER", description = "Names, ids or beginnings of ids.")
    private List<String> names = List.of();

    @Option(
            names = "--filter",
            paramLabel = "label=K=V",
            converter = LabelFilter.Reader.class,
            description = "Only those with this label; without names: of all that run. May be repeated.")
    private List<LabelFilter> filters = List.of();

    /** @throws Problem when nothing is named */
    void check() {
        if (names.isEmpty() && filters.isEmpty()) {
            throw Problem.invalid(
                    "CONTAINER",
                    "no container is named",
                    "name one or more, or say --filter label=KEY=VALUE; see docker ps");
        }
    }

    /** Each once, and a result already for each that can't be had. */
    Found find(DockerHost docker) {
        if (names.isEmpty()) {
            return new Found(
                    docker.containers(Selection.ALL).stream()
                            .filter(c -> c.isRunning() || c.isRestarting())
                            .filter(this::passes)
                            .toList(),
                    List.of());
        }
        Map<String, ContainerDetails> found = new LinkedHashMap<>();
        List<Result> missing = new ArrayList<>();
        for (Answer answer : InParallel.map(names, name -> ask(docker, name))) {
            answer.container().filter(this::passes).ifPresent(c -> found.putIfAbsent(c.id(), c));
            answer.failure()
                    .ifPresent(e -> missing.add(Result.refused(
                            answer.name(), Optional.empty(), Reason.requested(Optional.empty(), Optional.empty()), e)));
        }
        return new Found(List.copyOf(found.values()), missing);
    }

    private boolean passes(ContainerDetails container) {
        return filters.stream().allMatch(f -> f.matches(container));
    }

    private static Answer ask(DockerHost docker, String name) {
        try {
            return new Answer(name, Optional.of(docker.inspect(name)), Optional.empty());
        } catch (DockerException e) {
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.FAILED) {
                throw e;
            }
            return new Answer(name, Optional.empty(), Optional.of(e));
        }
    }

    private record Answer(String name, Optional<ContainerDetails> container, Optional<DockerException> failure) {}

    /** @param missing those that were named and aren't there */
    record Found(List<ContainerDetails> containers, List<Result> missing) {
        Found {
            containers = List.copyOf(containers);
            missing = List.copyOf(missing);
        }
    }
}
