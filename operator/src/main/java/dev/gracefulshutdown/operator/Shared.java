package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.pods.NamespaceCache;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.pods.ReportCache;
import dev.gracefulshutdown.operator.status.Announcer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What all controllers use: one copy of each for the whole operator.
 *
 * @param pods those that are watched
 * @param namespaces their labels; empty where only some namespaces are watched, and no policy of the cluster is looked at
 * @param reports who hears on the nodes
 * @param policies which policy holds for a pod
 * @param policyNews when that may have changed
 * @param records finished shutdowns
 * @param inStep whether all that is watched in a namespace is known: before, nothing can be said not to be there
 */
public record Shared(
        KubernetesClient client,
        OperatorSettings settings,
        PodCache pods,
        Optional<NamespaceCache> namespaces,
        ReportCache reports,
        PolicyIndex policies,
        PolicyNews policyNews,
        Records records,
        Announcer announcer,
        Clock clock,
        Predicate<String> inStep) {}
