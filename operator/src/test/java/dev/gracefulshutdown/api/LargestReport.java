package dev.gracefulshutdown.api;

import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.api.NodeShutdownReportSpec.Summary;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Collections;

/** A report with as many containers as it may have, and every text as long as it may be. */
final class LargestReport {
    private LargestReport() {}

    static NodeShutdownReport of(String name) {
        Container container = new Container(
                "n".repeat(63),
                "p".repeat(253),
                "u".repeat(63),
                "c".repeat(63),
                "ü".repeat(63),
                Signal.parse("SIGRTMIN+10").orElseThrow(),
                Hearing.UNKNOWN,
                "v".repeat(32),
                "ü".repeat(256),
                "a".repeat(32),
                Instant.parse("2026-01-01T00:00:00.123Z"));
        NodeShutdownReport report = new NodeShutdownReport();
        report.setMetadata(new ObjectMetaBuilder().withName(name).build());
        report.setSpec(new NodeShutdownReportSpec(
                Instant.parse("2026-01-01T00:00:00.123Z"),
                new Summary(500, 0, 500, 0, 0),
                Collections.nCopies(NodeShutdownReportSpec.MAX_CONTAINERS, container)));
        return report;
    }

    static String yaml(String name) {
        return new KubernetesSerialization().asYaml(of(name));
    }
}
