package dev.gracefulshutdown.cli.operator;

import dev.gracefulshutdown.cli.kit.PretendCluster;
import dev.gracefulshutdown.operator.GracefulOperator;
import dev.gracefulshutdown.operator.OperatorSettings;
import dev.gracefulshutdown.operator.admission.AdmissionSettings;
import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads what an operator loads on its way to its first reconciles. */
public final class OperatorWarmUp {
    private static final String NAME = "warm-up";
    private static final long LOOKS = 40;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private OperatorWarmUp() {}

    /** Runs one for a moment over a cluster that there is not. */
    public static void run() {
        try (PretendCluster cluster = new PretendCluster(Map.of(
                        "gracefulshutdownpolicies", policy(),
                        "deployments", deployment(),
                        "pods", pod()));
                KubernetesClient client = cluster.client(new KubernetesSerialization());
                GracefulOperator operator = new GracefulOperator(client, settings(), Clock.systemUTC());
                HttpClient probes = HttpClient.newHttpClient()) {
            for (int i = 0; i < LOOKS; i++) {
                var _ = probes.send(get(operator, "/readyz"), BodyHandlers.ofString());
                Thread.sleep(BETWEEN);
            }
            var _ = probes.send(get(operator, "/metrics"), BodyHandlers.ofString());
        } catch (IOException e) {
            // Then the first start is a little slower.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest get(GracefulOperator operator, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.httpPort() + path))
                .build();
    }

    private static OperatorSettings settings() {
        AdmissionSettings admission = new AdmissionSettings(
                NAME,
                0,
                Optional.empty(),
                AdmissionSettings.CERTIFICATE_LIFETIME,
                AdmissionSettings.TRUST_DELAY,
                0,
                PodSecurity.PRIVILEGED,
                Limits.DEFAULTS);
        return new OperatorSettings(Set.of(), NAME, NAME, true, false, Set.of(), List.of(), Optional.of(admission), 0);
    }

    private static String policy() {
        return """
                {"apiVersion":"gracefulshutdown.dev/v1alpha1","kind":"GracefulShutdownPolicy",
                "metadata":{"name":"warm-up","namespace":"warm-up","uid":"1","resourceVersion":"1","generation":1},
                "spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"warm-up"},"state":"Running",
                "gracePeriod":"10s","escalation":[{"after":"5s","signal":"SIGINT"}]}}""";
    }

    private static String deployment() {
        return """
                {"apiVersion":"apps/v1","kind":"Deployment",
                "metadata":{"name":"warm-up","namespace":"warm-up","uid":"2","resourceVersion":"1","generation":1},
                "spec":{"replicas":1,"selector":{"matchLabels":{"app":"warm-up"}},"template":{"metadata":{"labels":
                {"app":"warm-up"}},"spec":{"containers":[{"name":"a","image":"a"}]}}},
                "status":{"observedGeneration":1,"replicas":1,"readyReplicas":1}}""";
    }

    private static String pod() {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"warm-up","namespace":"warm-up","uid":"3",
                "resourceVersion":"1","labels":{"app":"warm-up"}},"spec":{"nodeName":"warm-up",
                "terminationGracePeriodSeconds":30,"containers":[{"name":"a","image":"a"}]},"status":{"phase":"Running"}}""";
    }
}
