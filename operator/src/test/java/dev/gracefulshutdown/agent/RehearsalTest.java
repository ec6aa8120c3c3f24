package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.plan.Limits;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class RehearsalTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path state;

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withAutoConfigure(false).build())
            .build();
    private final LinuxNode node = new LinuxNode(KnownInits::isInit);
    private final NodePods pods = new NodePods(client, "node1");

    @AfterEach
    void close() {
        pods.close();
        node.close();
        client.close();
    }

    /** The process that is read is the one that runs this test: were it signalled, nothing would be asserted any more. */
    @Test
    void everyHandOverComesToItsRecordAndNobodyIsSignalled() throws IOException {
        assertThat(rehearsal().rehearse()).isEqualTo(120);
    }

    @Test
    void itLeavesNothingBehindAndStumblesOverNothing() throws IOException {
        Path leftover =
                Files.createDirectories(state.resolve("rehearsal/records")).resolve("a_b.json");
        Files.writeString(leftover, "not a record");

        rehearsal().run();

        assertThat(state.resolve("rehearsal")).doesNotExist();
        assertThat(state).isEmptyDirectory();
    }

    private Rehearsal rehearsal() {
        return new Rehearsal(
                node,
                new NodePlans(node, Limits.DEFAULTS),
                pods,
                state.resolve("rehearsal"),
                client.getKubernetesSerialization());
    }
}
