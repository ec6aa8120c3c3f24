package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.host.PolicyFit;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies of the command line.
 *
 * @param all those that can be for a container here
 * @param ofCluster the names of those that can't, for they are for a whole cluster
 */
public record Policies(List<GracefulShutdownPolicy> all, List<String> ofCluster) {
    public Policies {
        all = List.copyOf(all);
        ofCluster = List.copyOf(ofCluster);
    }

    /** @throws Problem for files with mistakes */
    public static Policies read(List<Path> files) {
        if (files.isEmpty()) {
            return new Policies(List.of(), List.of());
        }
        List<Loaded> loaded = files.stream().map(ResourceFiles::read).toList();
        InvalidFiles.check(Stream.concat(
                        loaded.stream().flatMap(l -> l.problems().stream()),
                        loaded.stream().flatMap(l -> l.documents().stream()).flatMap(UnknownProfiles::in))
                .toList());
        return new Policies(
                loaded.stream().flatMap(l -> l.policies().stream()).toList(),
                loaded.stream()
                        .flatMap(l -> l.clusterPolicies().stream())
                        .map(p -> p.getMetadata().getName())
                        .toList());
    }

    /**
     * The one that holds for a container: by its name before by its labels.
     *
     * @throws Problem when two fit equally well
     */
    public Optional<GracefulShutdownPolicy> of(ContainerDetails container) {
        for (PolicyFit fit : List.of(PolicyFit.NAMED, PolicyFit.SELECTED)) {
            List<GracefulShutdownPolicy> fitting = all.stream()
                    .filter(p -> PolicyFit.of(p.getSpec(), container) == fit)
                    .toList();
            if (fitting.size() > 1) {
                throw Problem.invalid(
                        "container " + container.name(),
                        "the policies " + name(fitting.get(0)) + " and " + name(fitting.get(1)) + " both select it",
                        "name the container in spec.docker.names of one, or let one select others");
            }
            if (!fitting.isEmpty()) {
                return Optional.of(fitting.getFirst());
            }
        }
        return Optional.empty();
    }

    /** Those that are for none of the containers, in words. */
    public List<String> unused(List<ContainerDetails> containers) {
        Stream<String> foreign = ofCluster.stream()
                .map(name -> "policy " + name + ": a ClusterGracefulShutdownPolicy is for Kubernetes; write a"
                        + " GracefulShutdownPolicy with spec.docker for containers of Docker");
        Stream<String> idle = all.stream()
                .filter(p -> containers.stream().allMatch(c -> PolicyFit.of(p.getSpec(), c) == PolicyFit.NONE))
                .map(p -> "policy " + name(p) + ": "
                        + (p.getSpec().targetRef() != null
                                ? "spec.targetRef is for Kubernetes; write spec.docker for containers of Docker"
                                : "selects none of these containers; see spec."
                                        + (p.getSpec().docker() != null ? "docker" : "selector")));
        return Stream.concat(foreign, idle).toList();
    }

    /** Containers that no policy is for, though there are some, in words. */
    public List<String> uncovered(List<ContainerDetails> containers) {
        return all.isEmpty()
                ? List.of()
                : containers.stream()
                        .filter(c -> all.stream().allMatch(p -> PolicyFit.of(p.getSpec(), c) == PolicyFit.NONE))
                        .map(c -> "container " + c.name()
                                + ": no policy selects it; its own stop signal and timeout hold")
                        .toList();
    }

    private static String name(GracefulShutdownPolicy policy) {
        return policy.getMetadata().getName();
    }
}
