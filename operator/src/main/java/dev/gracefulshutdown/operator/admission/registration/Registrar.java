package dev.gracefulshutdown.operator.admission.registration;

import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.matching.Exemption;
import dev.gracefulshutdown.operator.admission.certificate.SharedCertificate;
import dev.gracefulshutdown.policies.PolicyWatch;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the webhook configurations as they should be, while this replica leads. */
public final class Registrar implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    /** Somebody else may have changed them, or a certificate may be due. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String name;
    private final PolicyWatch policies;
    private final Optional<SharedCertificate> certificate;
    private final NamespaceSelection selection;
    private final BooleanSupplier leads;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-configuration").daemon().factory());
    private volatile @Nullable LabelSelector applied;

    /**
     * Not started yet.
     *
     * @param name of both configurations
     * @param watched the only namespaces whose policies count; empty for all
     * @param certificate empty where somebody else looks after certificates
     * @param leads whether this replica may write
     */
    public Registrar(
            KubernetesClient client,
            String name,
            String ownNamespace,
            Set<String> watched,
            PolicyWatch policies,
            Optional<SharedCertificate> certificate,
            BooleanSupplier leads) {
        this.client = client;
        this.name = name;
        this.policies = policies;
        this.certificate = certificate;
        this.leads = leads;
        selection = new NamespaceSelection(new Exemption(ownNamespace), watched);
    }

    /** Once the policies are known. */
    public void start() {
        var _ = clock.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A policy has changed. */
    public void changed() {
        if (asked.compareAndSet(false, true)) {
            try {
                clock.execute(() -> {
                    asked.set(false);
                    look();
                });
            } catch (RejectedExecutionException e) {
                // We are ending.
            }
        }
    }

    /** Whether pods of a namespace with these labels are asked about. */
    public boolean covers(Map<String, String> namespaceLabels) {
        LabelSelector now = applied;
        return now != null && LabelSelectors.matches(now, namespaceLabels);
    }

    private void look() {
        if (!leads.getAsBoolean()) {
            applied = null;
            return;
        }
        try {
            write();
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("configuration", name)
                    .addKeyValue("error", e.getMessage())
                    .log("could not keep the webhook configurations: tried again");
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("configuration", name)
                    .setCause(e)
                    .log("could not keep the webhook configurations");
        }
    }

    private void write() {
        Configurations present = Configurations.read(client, name);
        if (present.isMissing()) {
            LOG.atWarn()
                    .addKeyValue("configuration", name)
                    .log(
                            "no mutating and validating webhook configuration of that name: create both (docs/hand-over.md);"
                                    + " until then pods are not prepared");
            return;
        }
        LabelSelector namespaces = selection.of(policies.ofNamespaces(), policies.ofCluster());
        Optional<String> trusted = certificate.map(it -> it.renew(present.hosts()));
        present.apply(client, trusted, namespaces);
        certificate.ifPresent(it -> it.trusted(trusted.orElseThrow()));
        applied = namespaces;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
