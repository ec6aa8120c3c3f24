package dev.gracefulshutdown.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of several replicas acts. The SDK's election is used as it is, but for its two ways to end badly: it exits from
 * within its own callback, which can deadlock with a shutdown hook (java-operator-sdk#1614), and it leaves the lease to run
 * out, for which a successor waits 15 s. Here the one that lost the lease ends at once, and one that goes gives it back.
 */
final class Leadership {
    static final String LEASE = "graceful-operator";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private volatile boolean leading;
    private volatile boolean ending;

    Leadership(KubernetesClient client, String namespace, String identity) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::lost, leader -> {}))
                .build();
    }

    boolean isLeading() {
        return leading;
    }

    private void lead() {
        leading = true;
        LOG.atInfo().addKeyValue("identity", identity).log("leading");
    }

    /** Another one may act from now on: nothing of ours may be under way a moment longer. */
    private void lost() {
        leading = false;
        if (!ending) {
            LOG.atError().addKeyValue("identity", identity).log("lost the lease: ending at once, to be started anew");
            Runtime.getRuntime().halt(1);
        }
    }

    /** To be called before the election is stopped on purpose. */
    void ending() {
        ending = true;
    }

    /** Gives the lease back, once nothing is under way any more. */
    void release() {
        try {
            Lease lease = client.leases().inNamespace(namespace).withName(LEASE).get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                lease.getSpec().setLeaseDurationSeconds(1);
                lease.getSpec().setRenewTime(ZonedDateTime.now());
                client.resource(lease).update();
                LOG.atInfo().log("gave the lease back");
            }
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("could not give the lease back: it runs out by itself");
        }
    }
}
