package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.handover.InPlace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records to the API server: the object, then its status. In a namespace that is being deleted nothing can be created:
 * there the record is a line of the log and a count.
 */
final class RecordSender {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);
    private static final String FIELD_MANAGER = "graceful-agent";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final MeterRegistry metrics;

    RecordSender(KubernetesClient client, MeterRegistry metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    /** Shows one that is not over; where that fails, the next news show it. */
    void show(Shutdown record) {
        try {
            write(record);
        } catch (KubernetesClientException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("progress could not be shown");
        }
    }

    /**
     * Takes a request, before anything is done about it.
     *
     * @param record with the version in which the request was seen
     * @return false when it has changed or gone meanwhile: it may have been withdrawn
     * @throws KubernetesClientException when it can't be told whether it was taken
     */
    boolean take(Shutdown record) {
        try {
            write(record);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** @return false when it has to be tried again */
    boolean send(Shutdown record) {
        try {
            write(record);
            count(record, "kept");
            return true;
        } catch (KubernetesClientException e) {
            if (isRefusedForGood(record, e)) {
                LOG.atInfo()
                        .addKeyValue("namespace", record.getMetadata().getNamespace())
                        .addKeyValue("name", record.getMetadata().getName())
                        .addKeyValue("why", e.getMessage())
                        .addKeyValue(
                                "record", client.getKubernetesSerialization().asJson(record.getStatus()))
                        .log("a record that nobody takes");
                count(record, "logged");
                return true;
            }
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("a record could not be sent; tried again");
            return false;
        }
    }

    private void write(Shutdown record) {
        if (!InPlace.isRequested(record)) {
            create(record);
        }
        var _ = client.resource(statusOnly(record)).subresource("status").patch(APPLY);
    }

    private void create(Shutdown record) {
        Shutdown bare = new Shutdown();
        bare.setMetadata(record.getMetadata());
        bare.setSpec(record.getSpec());
        try {
            var _ = client.resource(bare).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static Shutdown statusOnly(Shutdown record) {
        Shutdown fresh = new Shutdown();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(record.getMetadata().getNamespace())
                .withName(record.getMetadata().getName())
                .withUid(record.getMetadata().getUid())
                .withResourceVersion(record.getMetadata().getResourceVersion())
                .build());
        fresh.setStatus(record.getStatus());
        return fresh;
    }

    /** The namespace is ending or gone, or the record itself is none: trying again would not help. */
    private static boolean isRefusedForGood(Shutdown record, KubernetesClientException e) {
        return switch (e.getCode()) {
            // Of a request: another one of that name by now.
            case HttpURLConnection.HTTP_CONFLICT -> InPlace.isRequested(record);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                String.valueOf(e.getMessage()).contains("being terminated");
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_BAD_REQUEST, 422 -> true;
            default -> false;
        };
    }

    private void count(Shutdown record, String where) {
        ShutdownStatus status = record.getStatus();
        metrics.counter(
                        "graceful_shutdowns",
                        "outcome",
                        status == null || status.outcome() == null
                                ? "Unknown"
                                : status.outcome().label(),
                        "record",
                        where)
                .increment();
    }
}
