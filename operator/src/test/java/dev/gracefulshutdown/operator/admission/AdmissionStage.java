package dev.gracefulshutdown.operator.admission;

import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.operator.GracefulOperator;
import dev.gracefulshutdown.operator.OperatorSettings;
import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An operator with admission of its own beside whatever else runs in the cluster: a free namespace and one that enforces
 * Pod Security, and webhook configurations for these two alone.
 */
final class AdmissionStage implements AutoCloseable {
    private static final Path CONFIGURATIONS = Path.of("src/test/resources/admission/configurations.yaml");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final String name = "admission-" + UUID.randomUUID().toString().substring(0, 8);
    final String restricted = name + "-r";
    final KubernetesClient client = new KubernetesClientBuilder().build();
    private final Duration certificateLifetime;
    private GracefulOperator operator;

    AdmissionStage(Duration certificateLifetime) throws IOException {
        this.certificateLifetime = certificateLifetime;
        namespace(name, Map.of());
        namespace(restricted, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        operator = operator();
        String text = Files.readString(CONFIGURATIONS)
                .replace("NAME", name)
                .replace("URL", "https://127.0.0.1:" + operator.webhookPort().orElseThrow());
        create(text, "");
        await().atMost(PATIENCE).until(() -> !secret().isEmpty());
    }

    private void namespace(String namespace, Map<String, String> labels) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(labels)
                        .addToLabels("admission-test", name)
                        .endMetadata()
                        .build())
                .create();
    }

    private GracefulOperator operator() throws IOException {
        var admission = new AdmissionSettings(
                name,
                0,
                Optional.empty(),
                certificateLifetime,
                Duration.ofSeconds(1),
                HandOver.DEFAULT_PORT,
                PodSecurity.PRIVILEGED,
                new Limits(Duration.ofHours(1), Duration.ofMinutes(10), Set.of()));
        return new GracefulOperator(
                client,
                new OperatorSettings(
                        Set.of(name, restricted),
                        name,
                        "test",
                        false,
                        false,
                        Set.of(),
                        List.of(),
                        Optional.of(admission),
                        0),
                Clock.systemUTC());
    }

    /** The operator is gone, and nobody told the API server. */
    void operatorEnds() {
        operator.close();
    }

    /** The certificate that is served; empty while there is none. */
    String secret() {
        var secret = client.secrets()
                .inNamespace(name)
                .withName("graceful-webhook-cert")
                .get();
        return secret == null ? "" : secret.getData().getOrDefault("tls.crt", "");
    }

    /** A policy whose namespace the API server asks about. */
    void policy(String namespace, String policy, String spec) {
        create("""
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: %s}
                spec: %s
                """.formatted(policy, spec), namespace);
        await().atMost(PATIENCE).until(() -> {
            var status = client.resources(GracefulShutdownPolicy.class)
                    .inNamespace(namespace)
                    .withName(policy)
                    .get()
                    .getStatus();
            return status != null
                    && status.conditions() != null
                    && status.conditions().stream()
                            .anyMatch(c ->
                                    c.getType().equals("Ready") && c.getStatus().equals("True"));
        });
    }

    /** Creates what is written. */
    void create(String yaml, String namespace) {
        as(client, yaml, namespace);
    }

    /** Creates it in somebody else's name. */
    void createAs(String user, String yaml, String namespace) {
        var config = new ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername(user)
                .build();
        try (KubernetesClient other =
                new KubernetesClientBuilder().withConfig(config).build()) {
            as(other, yaml, namespace);
        }
    }

    private static void as(KubernetesClient client, String yaml, String namespace) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            var resource = client.resource(object);
            if (namespace.isEmpty()) {
                resource.create();
            } else {
                resource.inNamespace(namespace).create();
            }
        }
    }

    /** A pod as the API server would take it: nothing is created. */
    Pod dryRun(String namespace, String yaml) {
        Pod pod = client.getKubernetesSerialization().unmarshal(yaml, Pod.class);
        return client.resource(pod).inNamespace(namespace).dryRun().create();
    }

    @Override
    public void close() {
        var v1 = client.admissionRegistration().v1();
        v1.mutatingWebhookConfigurations().withName(name).delete();
        v1.validatingWebhookConfigurations().withName(name).delete();
        operator.close();
        client.namespaces().withName(name).delete();
        client.namespaces().withName(restricted).delete();
        client.close();
    }
}
