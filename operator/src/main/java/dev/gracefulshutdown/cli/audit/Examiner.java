package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.Setup;
import dev.gracefulshutdown.diagnosis.Verdict;
import dev.gracefulshutdown.runtime.kubernetes.ContainerLooks;
import dev.gracefulshutdown.runtime.kubernetes.Look;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at one container of a workload, in one of its pods; in another one where the first can't tell. */
final class Examiner {
    private final ContainerLooks looks;
    private final AgentReports reports;

    Examiner(ContainerLooks looks, AgentReports reports) {
        this.looks = looks;
        this.reports = reports;
    }

    /**
     * Looks.
     *
     * @param candidates the pods that are worth a look, at least one
     * @param all the workload's pods
     */
    Finding examine(String container, List<PodView> candidates, List<PodView> all) {
        Finding first = examine(container, candidates.getFirst());
        boolean open = first.trouble().isPresent()
                || first.diagnosis().verdict() instanceof Verdict.Unknown
                || first.diagnosis().verdict() instanceof Verdict.NotSureYet;
        Finding found = first;
        if (open && candidates.size() > 1) {
            Finding second = examine(container, candidates.get(1));
            found = second.diagnosis().verdict() instanceof Verdict.Unknown ? first : second;
        }
        return new Finding(
                container,
                found.sidecar(),
                found.pod(),
                found.terms(),
                found.diagnosis(),
                found.trouble(),
                PastKill.of(all, container, found.diagnosis().verdict().expectation()));
    }

    private Finding examine(String name, PodView pod) {
        Optional<Container> spec =
                pod.containers().stream().filter(c -> c.getName().equals(name)).findFirst();
        Container container = spec.orElseGet(() -> new Container());
        StopTerms terms = StopTerms.of(pod, container);
        Look look = spec.isEmpty() ? new Look.Gone("this pod has no such container") : look(pod, name);
        boolean closed = look instanceof Look.Blind || look instanceof Look.Forbidden || look instanceof Look.Failed;
        Optional<Diagnosis> told =
                closed ? reports.diagnosis(pod.pod().getMetadata().getUid(), name, terms.stop()) : Optional.empty();
        if (told.isPresent()) {
            return new Finding(name, pod.isSidecar(name), pod.name(), terms, told.get(), Optional.empty(), List.of());
        }
        Optional<Finding.Trouble> trouble = switch (look) {
            case Look.Forbidden(String why) ->
                Optional.of(new Finding.Trouble(true, "exec in pod " + pod.name() + " is forbidden: " + why));
            case Look.Failed(String why) ->
                Optional.of(new Finding.Trouble(false, "exec in pod " + pod.name() + ": " + why));
            default -> Optional.empty();
        };
        return new Finding(
                name,
                pod.isSidecar(name),
                pod.name(),
                terms,
                Diagnosis.of(facts(pod, container, name, terms, look)),
                trouble,
                List.of());
    }

    private Look look(PodView pod, String container) {
        if (pod.isWindows()) {
            return new Look.Blind("a Windows container, where there are no signals");
        }
        Optional<ContainerStatus> status = pod.status(container);
        if (status.map(s -> s.getState().getRunning()).isEmpty()) {
            return new Look.Gone("it does not run"
                    + status.map(s -> s.getState().getWaiting())
                            .map(w -> ": " + w.getReason())
                            .orElse(""));
        }
        return looks.look(
                pod.pod().getMetadata().getNamespace(),
                pod.name(),
                container,
                !pod.sharesPids() && !pod.isOnHostPids());
    }

    private static Facts facts(PodView pod, Container container, String name, StopTerms terms, Look look) {
        Setup setup = setup(pod, container);
        return switch (look) {
            case Look.Read(var reading, var lines) ->
                new Facts(
                        name,
                        reading,
                        isProvenReady(pod, container),
                        "",
                        lines,
                        terms.stop(),
                        setup,
                        Optional.empty(),
                        List.of());
            case Look.Blind(String why) -> Facts.unreadable(name, why, terms.stop(), setup);
            case Look.Gone(String why) -> Facts.unreadable(name, why, terms.stop(), setup);
            case Look.Forbidden(String why) -> Facts.unreadable(name, why, terms.stop(), setup);
            case Look.Failed(String why) -> Facts.unreadable(name, why, terms.stop(), setup);
        };
    }

    /** Without a probe a container is ready from its start, which proves nothing. */
    private static boolean isProvenReady(PodView pod, Container container) {
        return container.getReadinessProbe() != null
                && pod.status(container.getName())
                        .filter(s -> Boolean.TRUE.equals(s.getReady()))
                        .isPresent();
    }

    private static Setup setup(PodView pod, Container container) {
        Map<String, String> environment = container.getEnv().stream()
                .filter(e -> e.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (a, b) -> b));
        return new Setup(
                container.getCommand(),
                container.getArgs(),
                environment,
                false,
                pod.isOnHostPids()
                        ? Setup.PidNamespace.HOST
                        : pod.sharesPids() ? Setup.PidNamespace.SHARED : Setup.PidNamespace.OWN,
                "no",
                false,
                Setup.Manager.KUBERNETES);
    }
}
