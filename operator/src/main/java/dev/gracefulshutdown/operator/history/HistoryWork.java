package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.matching.PolicyIndex;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes finished shutdowns away when their policy's {@code history} keeps them no longer. */
public final class HistoryWork {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryWork.class);

    private final KubernetesClient client;
    private final Records records;
    private final PolicyIndex policies;
    private final Clock clock;

    /** One that deletes by this client. */
    public HistoryWork(KubernetesClient client, Records records, PolicyIndex policies, Clock clock) {
        this.client = client;
        this.records = records;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Looks at a finished one.
     *
     * @return when to look at it again; empty when it is gone
     * @throws KubernetesClientException when a record can't be deleted
     */
    public Optional<Duration> work(Shutdown record) {
        History history = Records.policy(record)
                .flatMap(policies::find)
                .map(EffectivePolicy::history)
                .orElse(History.DEFAULTS);
        HistoryRule.Verdict verdict = HistoryRule.of(history).decide(record, records.groupOf(record), clock.instant());
        verdict.dropped().forEach(this::delete);
        return verdict.again().isZero() ? Optional.empty() : Optional.of(verdict.again());
    }

    private void delete(Shutdown record) {
        try {
            var _ = client.resource(record)
                    .lockResourceVersion(record.getMetadata().getResourceVersion())
                    .delete();
            LOG.atDebug()
                    .addKeyValue("namespace", record.getMetadata().getNamespace())
                    .addKeyValue("name", record.getMetadata().getName())
                    .log("record is kept no longer");
        } catch (KubernetesClientException e) {
            // Changed meanwhile: whoever changed it has woken us.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
