package dev.gracefulshutdown.operator.status;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that people read in {@code kubectl describe}. What is said again raises the count of the Event that is there,
 * whose name follows from what it says. One that can't be written is logged and nothing else: it is news, not state.
 */
public final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final String COMPONENT = "graceful-operator";

    /** The API server's own limit for {@code message}. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final int LONGEST_NAME = 253;

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;

    public Announcer(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
    }

    /** Says something about an object of ours or a workload. */
    public void announce(HasMetadata about, Reason reason, String message) {
        LOG.atLevel(reason.isWarning() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                .addKeyValue("kind", about.getKind())
                .addKeyValue("namespace", about.getMetadata().getNamespace())
                .addKeyValue("name", about.getMetadata().getName())
                .addKeyValue("reason", reason.text())
                .log(message);
        Event event = event(about, reason, message);
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                again(event);
            } else {
                LOG.atDebug().addKeyValue("error", e.getMessage()).log("could not write an Event");
            }
        }
    }

    private void again(Event event) {
        try {
            client.resource(event)
                    .edit(present -> new EventBuilder(present)
                            .withCount(Objects.requireNonNullElse(present.getCount(), 1) + 1)
                            .withLastTimestamp(event.getLastTimestamp())
                            .build());
        } catch (KubernetesClientException e) {
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("could not count an Event");
        }
    }

    private Event event(HasMetadata about, Reason reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        // Events of objects without a namespace live in "default".
        String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), "default");
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(about, reason, message))
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build())
                .withReason(reason.text())
                .withMessage(message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)
                .withType(reason.isWarning() ? "Warning" : "Normal")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance(instance)
                .build();
    }

    private static String name(HasMetadata about, Reason reason, String message) {
        String hash =
                "%08x%08x".formatted(Objects.hash(about.getMetadata().getUid(), reason.text()), message.hashCode());
        String name = about.getMetadata().getName();
        int room = LONGEST_NAME - hash.length() - 1;
        return (name.length() > room ? name.substring(0, room) : name) + "." + hash;
    }
}
