package dev.gracefulshutdown.operator.clusterpolicy;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.operator.Shared;
import dev.gracefulshutdown.operator.history.Holds;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.pods.NamespaceCache;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.pods.PodChange;
import dev.gracefulshutdown.operator.pods.SignalsCheck;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.operator.workload.Workloads;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Policies for the cluster: says in their status what they hold for. They stop and start nothing by themselves. */
@ControllerConfiguration(name = "cluster-policies", fieldManager = Workloads.FIELD_MANAGER)
public final class ClusterPolicyReconciler implements Reconciler<ClusterGracefulShutdownPolicy> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPolicyReconciler.class);
    private static final Duration NOT_YET = Duration.ofMillis(500);

    /** It is looked at only where all namespaces are watched, as one. */
    private static final String EVERYWHERE = "";

    private final Shared shared;
    private final PodCache pods;
    private final NamespaceCache namespaces;
    private final StatusWriter statuses;

    /** One that works with these; it needs to know the cluster's namespaces. */
    public ClusterPolicyReconciler(Shared shared, NamespaceCache namespaces) {
        this.shared = shared;
        this.pods = shared.pods();
        this.namespaces = namespaces;
        this.statuses = new StatusWriter(shared.records(), shared.clock());
    }

    @Override
    public List<EventSource<?, ClusterGracefulShutdownPolicy>> prepareEventSources(
            EventSourceContext<ClusterGracefulShutdownPolicy> context) {
        IndexerResourceCache<ClusterGracefulShutdownPolicy> policies = context.getPrimaryCache();
        return List.of(
                pods.source(ClusterGracefulShutdownPolicy.class, change -> reaching(change, policies)),
                namespaces.source(
                        ClusterGracefulShutdownPolicy.class,
                        () -> policies.list().map(ResourceID::fromResource)),
                shared.records().source(ClusterGracefulShutdownPolicy.class),
                shared.reports()
                        .source(
                                ClusterGracefulShutdownPolicy.class,
                                pod -> pods.get(pod).stream()
                                        .flatMap(it -> policies.list().filter(policy -> mayReach(policy, it)))
                                        .map(ResourceID::fromResource)),
                new Neighbours(policies, shared.policies(), shared.policyNews()));
    }

    private static Stream<ResourceID> reaching(
            PodChange change, IndexerResourceCache<ClusterGracefulShutdownPolicy> policies) {
        return change.concernsMatching()
                ? policies.list().filter(policy -> mayReach(policy, change)).map(ResourceID::fromResource)
                : Stream.empty();
    }

    private static boolean mayReach(ClusterGracefulShutdownPolicy policy, PodChange change) {
        return Stream.of(change.before(), change.now())
                .flatMap(Optional::stream)
                .anyMatch(pod -> mayReach(policy, pod));
    }

    private static boolean mayReach(ClusterGracefulShutdownPolicy policy, Pod pod) {
        LabelSelector selector = policy.getSpec().selector();
        return selector == null
                || LabelSelectors.matches(
                        selector, Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()));
    }

    @Override
    public UpdateControl<ClusterGracefulShutdownPolicy> reconcile(
            ClusterGracefulShutdownPolicy policy, Context<ClusterGracefulShutdownPolicy> context) {
        UpdateControl<ClusterGracefulShutdownPolicy> control = UpdateControl.noUpdate();
        if (!shared.inStep().test(EVERYWHERE)) {
            return control.rescheduleAfter(NOT_YET);
        }
        Tally tally = Tally.of(
                policy,
                shared.policies(),
                namespaces.labels(),
                namespace -> pods.byIndex(PodCache.BY_NAMESPACE, namespace));
        statuses.write(policy, tally, conditions(policy, tally), context).ifPresent(control::rescheduleAfter);
        return control;
    }

    private Conditions conditions(ClusterGracefulShutdownPolicy policy, Tally tally) {
        Conditions conditions = new Conditions();
        Finding accepted = tally.accepted();
        try {
            conditions
                    .with(ConditionType.GRACE_SUFFICIENT, GraceCheck.of(policy.getSpec(), tally.pods()))
                    .with(
                            ConditionType.SIGNALS_HEARD,
                            SignalsCheck.of(policy.getSpec(), tally.pods(), shared.reports()))
                    .with(ConditionType.NOT_HELD, Holds.of(shared.records().heldOf(policy)));
        } catch (RefusedException e) {
            accepted = Finding.no(e.refusal().reason(), e.refusal().message());
        }
        conditions.with(ConditionType.ACCEPTED, accepted);
        return accepted.state() == Finding.State.TRUE
                ? conditions.ready(Reason.AS_ASKED, "nothing is to be done")
                : conditions.stalled(accepted.reason(), accepted.message());
    }

    @Override
    public ErrorStatusUpdateControl<ClusterGracefulShutdownPolicy> updateErrorStatus(
            ClusterGracefulShutdownPolicy policy, Context<ClusterGracefulShutdownPolicy> context, Exception e) {
        LOG.atWarn()
                .addKeyValue("name", policy.getMetadata().getName())
                .addKeyValue("error", Messages.root(e))
                .log("reconcile failed, to be tried again");
        LOG.debug("the failed reconcile", e);
        return ErrorStatusUpdateControl.<ClusterGracefulShutdownPolicy>noStatusUpdate();
    }
}
