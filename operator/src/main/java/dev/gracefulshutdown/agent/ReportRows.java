package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.Setup;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.diagnosis.StopDefaults.Source;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.policies.PolicyWatch;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a report says of one container. */
record ReportRows(LinuxNode node, PolicyWatch policies, NodePlans plans) {
    private static final int LONGEST_WORDS = 256;

    Container row(Pod pod, String container, Reading reading) {
        StopDefaults kubelet =
                new StopDefaults(firstSignal(pod, container), Source.ENGINE, HandOver.grace(pod), Source.CONTAINER);
        Diagnosis diagnosis = Diagnosis.of(new Facts(
                container,
                reading,
                false,
                "",
                commandLines(reading),
                kubelet,
                Setup.NONE,
                Optional.empty(),
                List.of()));
        return new Container(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                container,
                reading.main().map(ProcessFacts::name).orElse(null),
                kubelet.signal(),
                diagnosis.evidence().hearing(),
                diagnosis.verdict().kind(),
                cut(diagnosis.evidence().words()),
                diagnosis.verdict().expectation().isGood() || diagnosis.advice().isEmpty()
                        ? null
                        : diagnosis.advice().getFirst().kind().label(),
                null);
    }

    /** The policy's, where one holds for the pod. */
    private Signal firstSignal(Pod pod, String container) {
        return policies.of(pod, pod.getMetadata().getNamespace())
                .flatMap(policy -> plans.firstSignal(pod, container, policy))
                .orElseGet(() -> stopSignal(pod, container));
    }

    /** Told by the pod or its status where they know it, else the default of every runtime. */
    static Signal stopSignal(Pod pod, String container) {
        return PodContainers.named(pod, container)
                .flatMap(it -> Optional.ofNullable(it.getLifecycle()))
                .flatMap(lifecycle -> Optional.ofNullable(lifecycle.getStopSignal()))
                .or(() -> PodContainers.status(pod, container)
                        .flatMap(status -> Optional.ofNullable(status.getStopSignal())))
                .flatMap(Signal::parse)
                .orElse(Signal.TERM);
    }

    private Map<Integer, List<String>> commandLines(Reading reading) {
        return reading.tree().stream()
                .collect(Collectors.toMap(ProcessFacts::pid, p -> node.commandLine(p.pid()), (a, b) -> a));
    }

    private static String cut(String words) {
        return words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
    }
}
