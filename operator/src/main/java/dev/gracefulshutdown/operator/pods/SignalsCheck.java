package dev.gracefulshutdown.operator.pods;

import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.Strategy;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a policy's first signal is heard in the containers of its pods, by what agents read there. */
public final class SignalsCheck {
    /** Who hears in the child of a main process that does not (see docs/diagnose.md). */
    private static final String WRAPPED = "Wrapped";

    private SignalsCheck() {}

    /** Looks at what is reported of them. */
    public static Finding of(PolicySpec policy, List<Pod> pods, ReportCache reports) {
        return of(
                policy,
                pods.stream()
                        .flatMap(pod -> mains(pod, reports.of(pod.getMetadata().getUid())))
                        .toList());
    }

    private static Stream<Container> mains(Pod pod, List<Container> rows) {
        Set<String> mains = pod.getSpec().getContainers().stream()
                .map(container -> container.getName())
                .collect(Collectors.toSet());
        return rows.stream().filter(row -> mains.contains(row.name()));
    }

    static Finding of(PolicySpec policy, List<Container> rows) {
        List<Container> asked = rows.stream()
                .filter(row -> policy.settingsFor(row.name()).strategy() != Strategy.KILL)
                .sorted(Comparator.comparing(Container::pod).thenComparing(Container::name))
                .toList();
        List<Container> unheard = asked.stream()
                .filter(row -> row.hearing() == Hearing.DEAF && !isReachedInside(row, policy.settingsFor(row.name())))
                .toList();
        if (!unheard.isEmpty()) {
            Container first = unheard.getFirst();
            return Finding.no(
                    Reason.NOBODY_HEARS,
                    "container " + first.name() + " of pod " + first.pod()
                            + (first.program() == null ? "" : " (main process " + first.program() + ")")
                            + " does not hear " + first.signal()
                            + (first.evidence() == null ? "" : ": " + first.evidence())
                            + (first.advice() == null ? "" : "; advice: " + first.advice() + " (docs/diagnose.md)")
                            + others(unheard));
        }
        List<Container> unknown =
                asked.stream().filter(row -> row.hearing() == Hearing.UNKNOWN).toList();
        if (!unknown.isEmpty()) {
            Container first = unknown.getFirst();
            return Finding.unknown(
                    Reason.NOT_READABLE,
                    "container " + first.name() + " of pod " + first.pod() + " can't be read" + others(unknown));
        }
        return asked.isEmpty()
                ? Finding.unknown(Reason.NO_REPORT, "no agent has looked at the containers of its pods")
                : Finding.yes(Reason.HEARD, "every container that agents have looked at hears its first signal");
    }

    /** The agent sends it to whom it reaches. */
    private static boolean isReachedInside(Container row, StopSettings settings) {
        return WRAPPED.equals(row.verdict()) && settings.delivery() != Delivery.MAIN;
    }

    private static String others(List<Container> rows) {
        return rows.size() == 1 ? "" : "; and " + (rows.size() - 1) + " more";
    }
}
