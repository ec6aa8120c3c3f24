package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.keeper.RecordSink;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.workload.Workloads;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes shutdowns that are over as {@code Shutdown}s beside their policies. They are Observed, for nobody is to act on
 * them any more. One that can't be written is tried again until it is, or until we end.
 */
final class HostRecords implements RecordSink {
    private static final Logger LOG = LoggerFactory.getLogger(HostRecords.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Workloads.FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final DockerPolicies policies;
    private final ScheduledExecutorService aside;

    /** @param aside where they are written, so that no ladder waits for the API server */
    HostRecords(KubernetesClient client, DockerPolicies policies, ScheduledExecutorService aside) {
        this.client = client;
        this.policies = policies;
        this.aside = aside;
    }

    @Override
    public void add(Shutdown record, Instant now) {
        // What a Shutdown asked for stands in that one's own status.
        if (record.getSpec().origin() == Origin.REQUESTED && record.getSpec().cause() == Cause.REQUEST) {
            return;
        }
        Optional<GracefulShutdownPolicy> policy =
                Optional.ofNullable(record.getSpec().policy()).flatMap(policies::find);
        policy.ifPresentOrElse(
                of -> later(toResource(record, of), Duration.ZERO, FIRST_RETRY),
                // Without its policy it has no namespace.
                () -> LOG.atInfo()
                        .addKeyValue("name", record.getMetadata().getName())
                        .addKeyValue(
                                "record", client.getKubernetesSerialization().asJson(record.getStatus()))
                        .log("a record whose policy is gone"));
    }

    static Shutdown toResource(Shutdown record, GracefulShutdownPolicy policy) {
        ShutdownSpec spec = record.getSpec();
        Shutdown resource = new Shutdown();
        resource.setMetadata(new ObjectMetaBuilder(record.getMetadata())
                .withNamespace(policy.getMetadata().getNamespace())
                .build());
        resource.setSpec(new ShutdownSpec(
                Origin.OBSERVED,
                null,
                spec.dockerContainer(),
                null,
                policy.getMetadata().getName(),
                null,
                spec.cause(),
                null,
                null));
        ShutdownStatus status = record.getStatus();
        resource.setStatus(
                status == null
                        ? null
                        : new ShutdownStatus(
                                status.observedGeneration(),
                                status.conditions(),
                                status.phase(),
                                status.outcome(),
                                PolicyRef.of(policy),
                                status.dryRun(),
                                status.handOver(),
                                status.startedAt(),
                                status.deadline(),
                                status.finishedAt(),
                                status.took(),
                                status.containers()));
        return resource;
    }

    private void later(Shutdown record, Duration delay, Duration retry) {
        try {
            var _ = aside.schedule(() -> write(record, retry), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atWarn().addKeyValue("name", record.getMetadata().getName()).log("a record is lost: we are ending");
        }
    }

    private void write(Shutdown record, Duration retry) {
        try {
            create(record);
            Shutdown status = new Shutdown();
            status.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(record.getMetadata().getNamespace())
                    .withName(record.getMetadata().getName())
                    .build());
            status.setStatus(record.getStatus());
            var _ = client.resource(status).subresource("status").patch(APPLY);
        } catch (KubernetesClientException e) {
            boolean passes = isPassing(e);
            LOG.atWarn()
                    .addKeyValue("namespace", record.getMetadata().getNamespace())
                    .addKeyValue("name", record.getMetadata().getName())
                    .addKeyValue("error", Messages.root(e))
                    .log(passes ? "a record could not be written; tried again" : "a record that nobody takes");
            if (passes) {
                Duration twice = retry.multipliedBy(2);
                later(record, retry, twice.compareTo(LONGEST_RETRY) < 0 ? twice : LONGEST_RETRY);
            }
        }
    }

    /** Its name follows from the run of its container: one that is there already is this one. */
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

    /** A namespace that is ending or gone takes none, and what is no record never will be one. */
    private static boolean isPassing(KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_BAD_REQUEST, 422 -> false;
            case HttpURLConnection.HTTP_FORBIDDEN ->
                !String.valueOf(e.getMessage()).contains("being terminated");
            default -> true;
        };
    }
}
