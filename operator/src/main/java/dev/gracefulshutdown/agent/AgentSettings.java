package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.plan.Limits;
import java.nio.file.Path;
import java.util.Set;

/**
 * How an agent is set up.
 *
 * @param node the node's name
 * @param namespaces the only ones whose policies count; empty for all
 * @param ownNamespace where operator and agents run: a policy of the cluster has to name it
 * @param hookPort on the node's loopback; 0 for any free one
 * @param httpPort for probes and metrics; 0 for any free one
 * @param state a folder of the node that outlives the agent
 * @param limits what policies may ask for at the most
 * @param observeOnly whether nothing is ever signalled
 */
public record AgentSettings(
        String node,
        Set<String> namespaces,
        String ownNamespace,
        int hookPort,
        int httpPort,
        Path state,
        Limits limits,
        boolean observeOnly) {
    public AgentSettings {
        namespaces = Set.copyOf(namespaces);
    }
}
