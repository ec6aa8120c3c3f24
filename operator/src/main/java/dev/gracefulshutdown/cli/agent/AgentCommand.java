package dev.gracefulshutdown.cli.agent;

import dev.gracefulshutdown.agent.AgentJson;
import dev.gracefulshutdown.agent.AgentSettings;
import dev.gracefulshutdown.agent.NodeAgent;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Interrupts;
import dev.gracefulshutdown.cli.kit.LimitOptions;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.handover.HandOver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful agent}: the policies of a cluster on the containers of one of its nodes. */
@Command(
        name = "agent",
        description = {
            "Carries out shutdowns on one Kubernetes node: answers the kubelet's hand-overs, finds who hears, sends the"
                    + " signals of the policies, and records what came of it.",
            "",
            "It runs as a DaemonSet, installed by the chart or by kubectl: as root with the capability KILL alone, in the"
                    + " node's PID and network namespaces. What is unfinished when it ends goes on at its next start."
        },
        footer = {
            "  graceful agent --node node1                          on this node",
            "  graceful agent --node node1 --observe-only           looks on, and signals nobody"
        })
public final class AgentCommand implements Callable<Integer> {
    @Option(
            names = "--node",
            required = true,
            defaultValue = "${env:NODE_NAME}",
            paramLabel = "NAME",
            description = "The node, as the cluster calls it (NODE_NAME).")
    private String node = "";

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "The policies of these count only; all of them unless told.")
    private Set<String> namespaces = Set.of();

    @Option(
            names = "--own-namespace",
            defaultValue = "${env:POD_NAMESPACE:-default}",
            paramLabel = "NAMESPACE",
            description = "Where operator and agents run (POD_NAMESPACE; ${DEFAULT-VALUE}).")
    private String ownNamespace = "default";

    @Option(
            names = "--hook-port",
            defaultValue = "" + HandOver.DEFAULT_PORT,
            paramLabel = "PORT",
            description = "Where the kubelet calls, on the node's loopback (${DEFAULT-VALUE}).")
    private int hookPort;

    @Option(
            names = "--http-port",
            defaultValue = "8081",
            paramLabel = "PORT",
            description = "For /livez, /readyz and /metrics (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--state",
            defaultValue = "/var/lib/graceful",
            paramLabel = "DIR",
            description = "A folder of the node that outlives the agent (${DEFAULT-VALUE}).")
    private Path state = Path.of("/var/lib/graceful");

    @Option(names = "--observe-only", description = "Never signal anybody: only look on.")
    private boolean observeOnly;

    @ArgGroup(validate = false, heading = "%nLimits:%n")
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        CountDownLatch asked = new CountDownLatch(1);
        Interrupts.listen(nth -> asked.countDown());
        AgentSettings settings = new AgentSettings(
                node, namespaces, ownNamespace, hookPort, httpPort, state, limits.limits(), observeOnly);
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withKubernetesSerialization(AgentJson.create())
                        .build();
                NodeAgent agent = new NodeAgent(client, settings)) {
            asked.await();
        } catch (IOException e) {
            throw Problem.failed(
                            "agent of " + node,
                            Objects.requireNonNullElse(e.getMessage(), e.toString()),
                            "choose ports that are free and a state folder that no other agent uses")
                    .because(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.OK;
    }
}
