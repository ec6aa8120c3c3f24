package dev.gracefulshutdown.cli.agent;

import dev.gracefulshutdown.agent.AgentJson;
import dev.gracefulshutdown.agent.AgentSettings;
import dev.gracefulshutdown.agent.NodeAgent;
import dev.gracefulshutdown.cli.kit.PretendCluster;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Loads what a node's agent loads at its start. */
public final class AgentWarmUp {
    private static final String NAME = "warm-up";
    private static final Duration RUNS = Duration.ofSeconds(2);

    private AgentWarmUp() {}

    /** Runs one for a moment, for a node that there is not. */
    public static void run() {
        try {
            Path state = Files.createTempDirectory("graceful");
            AgentSettings settings = new AgentSettings(NAME, Set.of(), NAME, 0, 0, state, Limits.DEFAULTS, true);
            try (PretendCluster cluster = new PretendCluster(Map.of());
                    KubernetesClient client = cluster.client(AgentJson.create());
                    NodeAgent _ = new NodeAgent(client, settings)) {
                Thread.sleep(RUNS);
            }
        } catch (IOException e) {
            // Then the first start is a little slower.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
