package dev.gracefulshutdown.operator.admission;

import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.operator.admission.certificate.CertificateFolder;
import dev.gracefulshutdown.operator.admission.certificate.ServedCertificate;
import dev.gracefulshutdown.operator.admission.certificate.SharedCertificate;
import dev.gracefulshutdown.operator.admission.check.PodUid;
import dev.gracefulshutdown.operator.admission.check.PolicyCheck;
import dev.gracefulshutdown.operator.admission.check.ShutdownCheck;
import dev.gracefulshutdown.operator.admission.pod.PodWebhook;
import dev.gracefulshutdown.operator.admission.registration.Registrar;
import dev.gracefulshutdown.operator.policy.Coverage;
import dev.gracefulshutdown.policies.PolicyWatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Admission of one replica: wires its parts, starts them, and ends them in the right order. */
public final class Admission implements Coverage, AutoCloseable {
    private final PolicyWatch policies;
    private final Optional<SharedCertificate> shared;
    private final Optional<CertificateFolder> folder;
    private final ServedCertificate served = new ServedCertificate();
    private final Registrar registrar;
    private final AdmissionServer server;
    private volatile boolean known;

    /**
     * Starts. It is ready later, when the policies are known and there is a certificate.
     *
     * @param client stays the caller's
     * @param watched the only namespaces whose policies may count; empty for all
     * @param readable those of them that can be read now
     * @param leads whether this replica writes certificates and configurations
     * @throws IOException when the port is taken
     */
    public Admission(
            KubernetesClient client,
            AdmissionSettings settings,
            String ownNamespace,
            Set<String> watched,
            Set<String> readable,
            BooleanSupplier leads,
            MeterRegistry metrics,
            Clock clock)
            throws IOException {
        shared = settings.certificateFolder().isPresent()
                ? Optional.empty()
                : Optional.of(new SharedCertificate(
                        client, ownNamespace, settings.certificateLifetime(), settings.trustDelay(), served, clock));
        policies = new PolicyWatch(client, ownNamespace, readable, this::changed);
        registrar = new Registrar(client, settings.configuration(), ownNamespace, watched, policies, shared, leads);
        server = new AdmissionServer(
                settings.port(),
                served.tls(),
                Map.of(
                        "/pods",
                        pods(client, settings),
                        "/pod-uid",
                        new PodUid(client),
                        "/policies",
                        new PolicyCheck(client, settings.limits()),
                        "/shutdowns",
                        new ShutdownCheck(client, settings.limits())),
                metrics);
        folder = settings.certificateFolder().map(path -> new CertificateFolder(path, served));
        CompletableFuture<?> certificate = shared.<CompletableFuture<?>>map(SharedCertificate::start)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        var _ = CompletableFuture.allOf(policies.start(), certificate).thenRun(this::ready);
    }

    private PodWebhook pods(KubernetesClient client, AdmissionSettings settings) {
        var surroundings = new PodWebhook.Surroundings() {
            @Override
            public Optional<EffectivePolicy> policy(Pod pod, String namespace) {
                // Without agents nobody would answer the hook, and the pod would only be waited for longer.
                return settings.agentHookPort() == 0 ? Optional.empty() : policies.of(pod, namespace);
            }

            @Override
            public Map<String, String> labels(String namespace) {
                return policies.namespaceLabels(namespace);
            }
        };
        return new PodWebhook(
                surroundings,
                client.getKubernetesSerialization(),
                settings.agentHookPort(),
                settings.podSecurity(),
                settings.limits(),
                PodWebhook.randomHandles());
    }

    private void changed() {
        if (known) {
            registrar.changed();
        }
    }

    private void ready() {
        known = true;
        registrar.start();
    }

    /** One more of those that are watched can be read; done when its policies are known. */
    public CompletableFuture<?> add(String namespace) {
        return policies.add(namespace);
    }

    /** Where the API server calls. */
    public int port() {
        return server.port();
    }

    /** Why nothing should be asked yet. */
    public Optional<String> notReady() {
        if (!known) {
            return Optional.of("the policies are not known yet");
        }
        return served.isThere() ? Optional.empty() : Optional.of("there is no certificate for the webhooks yet");
    }

    @Override
    public boolean covers(String namespace) {
        return registrar.covers(policies.namespaceLabels(namespace));
    }

    @Override
    public void close() {
        registrar.close();
        server.close();
        folder.ifPresent(CertificateFolder::close);
        shared.ifPresent(SharedCertificate::close);
        policies.close();
    }
}
