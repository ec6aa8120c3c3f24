package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.Api;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.shutdown.ShutdownRecords;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Both rounds for programs: one List of Shutdown resources, as everywhere. */
final class DemoDocument {
    /** The processes are in no pod and no engine: they stand for containers on a host of this name. */
    private static final String HOST = "demo";

    private DemoDocument() {}

    static KubernetesList of(Comparison comparison) {
        KubernetesList list = new KubernetesList();
        list.setItems(
                Stream.concat(shutdowns("classic", comparison.classic()), shutdowns("policy", comparison.byPolicy()))
                        .toList());
        return list;
    }

    private static Stream<HasMetadata> shutdowns(String round, List<Performance> performances) {
        return performances.stream().map(performance -> shutdown(round, performance));
    }

    private static HasMetadata shutdown(String round, Performance performance) {
        Shutdown shutdown = new Shutdown();
        String role = performance.role().name();
        shutdown.setMetadata(new ObjectMetaBuilder()
                .withName(round + "-" + role)
                .addToLabels("app", role)
                .addToLabels("round", round)
                .addToAnnotations(annotations(performance))
                .build());
        shutdown.setSpec(new ShutdownSpec(
                Origin.OBSERVED,
                null,
                new DockerContainer(HOST, role, null),
                null,
                null,
                null,
                Cause.REQUEST,
                null,
                null));
        shutdown.setStatus(ShutdownRecords.status(role, performance.report()));
        return shutdown;
    }

    private static Map<String, String> annotations(Performance performance) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(Api.GROUP + "/by", performance.by());
        annotations.put(Api.GROUP + "/clean-up", performance.cleanUp().text());
        Asides.text(performance).ifPresent(text -> annotations.put(Api.GROUP + "/notices", text));
        return annotations;
    }
}
