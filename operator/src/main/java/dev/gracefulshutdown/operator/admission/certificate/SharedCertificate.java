package dev.gracefulshutdown.operator.admission.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate of our own, shared by a Secret: every replica serves what stands there, the leader renews it. */
public final class SharedCertificate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCertificate.class);

    /** In the operator's own namespace. */
    public static final String SECRET = "graceful-webhook-cert";

    private final CertificateSecret secret;
    private final SharedIndexInformer<Secret> watch;
    private final Rotation rotation;
    private final Clock clock;
    private String trusted = "";
    private @Nullable Instant trustedSince;

    /**
     * Not started yet.
     *
     * @param lifetime it is renewed when a third of it is left
     * @param trustDelay how long API servers may take to hear of a new authority
     */
    public SharedCertificate(
            KubernetesClient client,
            String namespace,
            Duration lifetime,
            Duration trustDelay,
            ServedCertificate served,
            Clock clock) {
        this.secret = new CertificateSecret(client, namespace, SECRET);
        this.rotation = new Rotation(new Issuer(lifetime), trustDelay);
        this.clock = clock;
        watch = client.secrets().inNamespace(namespace).withName(SECRET).runnableInformer(0);
        watch.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret now) {
                CertificateSecret.read(now).current().ifPresent(served::serve);
            }

            @Override
            public void onUpdate(Secret before, Secret now) {
                onAdd(now);
            }

            @Override
            public void onDelete(Secret gone, boolean unknown) {
                // What was served is served on, until the leader has made another one.
            }
        });
    }

    /** Serves from now on what stands in the Secret. */
    public CompletableFuture<?> start() {
        return watch.start().toCompletableFuture();
    }

    /**
     * Makes or renews it, if it is time. For the leader alone.
     *
     * @param hosts what the API server calls it by
     * @return the authorities to be trusted, as PEM
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the Secret can't be read or written
     */
    public String renew(Set<String> hosts) {
        Secret stored = secret.find();
        Certificates now = CertificateSecret.read(stored);
        Optional<Instant> since = now.trusted().equals(trusted) ? Optional.ofNullable(trustedSince) : Optional.empty();
        Certificates next = rotation.next(now, hosts, since, clock.instant());
        if (!next.equals(now)) {
            secret.write(stored, next);
            LOG.atInfo()
                    .addKeyValue("next", next.next().isPresent() ? "trusted, not served yet" : "served")
                    .log("renewed the webhooks' certificate");
        }
        return next.trusted();
    }

    /** The configurations name these authorities now. For the leader alone. */
    public void trusted(String authorities) {
        if (!authorities.equals(trusted)) {
            trusted = authorities;
            trustedSince = clock.instant();
        }
    }

    @Override
    public void close() {
        watch.stop();
    }
}
