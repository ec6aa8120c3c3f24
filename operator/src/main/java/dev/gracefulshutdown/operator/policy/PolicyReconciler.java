package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Pods;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.PolicyNews;
import dev.gracefulshutdown.operator.Shared;
import dev.gracefulshutdown.operator.docker.DockerHosts;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.pods.HandOverCheck;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.pods.ReportCache;
import dev.gracefulshutdown.operator.restart.Evictions;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.operator.workload.ScaledObjects;
import dev.gracefulshutdown.operator.workload.WorkloadKinds;
import dev.gracefulshutdown.operator.workload.Workloads;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies: looks at what each one reaches, does the next step of its {@code state} and of its {@code restartNonce}, and
 * says in the status what has come of it. Nothing is remembered but what the status and the mark on the workload hold.
 */
@ControllerConfiguration(name = "policies", fieldManager = Workloads.FIELD_MANAGER)
public final class PolicyReconciler implements Reconciler<GracefulShutdownPolicy> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyReconciler.class);
    private static final Duration NEWS = Duration.ofMillis(500);
    private static final Duration RIGHTS_RETRY = Duration.ofMinutes(5);
    private static final Duration REGISTRATION = Duration.ofSeconds(1);

    private final boolean observeOnly;
    private final PodCache pods;
    private final ReportCache reports;
    private final Checks checks;
    private final Coverage coverage;
    private final PolicyIndex index;
    private final PolicyNews news;
    private final Records records;
    private final Predicate<String> inStep;
    private final WorkloadSources workloads = new WorkloadSources();
    private final Scenes scenes;
    private final StateWork states;
    private final RestartWork restarts;
    private final DockerHosts dockerHosts;
    private final DockerWork docker;
    private final StatusWriter statuses;
    private final Announcer announcer;

    /** One that works with these. */
    public PolicyReconciler(Shared shared, WorkloadKinds kinds, Coverage coverage, DockerHosts dockerHosts) {
        this.dockerHosts = dockerHosts;
        docker = new DockerWork(dockerHosts, shared.announcer(), shared.clock());
        this.coverage = coverage;
        observeOnly = shared.settings().observeOnly();
        announcer = shared.announcer();
        pods = shared.pods();
        reports = shared.reports();
        checks = new Checks(shared);
        index = shared.policies();
        news = shared.policyNews();
        records = shared.records();
        inStep = shared.inStep();
        scenes = new Scenes(kinds, workloads, index);
        states = new StateWork(
                new Workloads(shared.client()), new ScaledObjects(shared.client()), announcer, shared.clock());
        restarts = new RestartWork(
                new Evictions(shared.client()),
                new InPlaceRestart(shared.client(), records, shared.clock()),
                announcer,
                shared.clock());
        statuses = new StatusWriter(records, shared.clock());
    }

    /** Watches workloads of a namespace anew, each when it is asked for next. */
    public void renew(String namespace) {
        workloads.renew(namespace);
    }

    @Override
    public List<EventSource<?, GracefulShutdownPolicy>> prepareEventSources(
            EventSourceContext<GracefulShutdownPolicy> context) {
        IndexerResourceCache<GracefulShutdownPolicy> policies = context.getPrimaryCache();
        policies.addIndexers(Map.of(PolicyIndexes.BY_REACH, PolicyIndexes::reach));
        dockerHosts.policiesFrom(policies::list);
        news.listen(dockerHosts::changed);
        return List.of(
                pods.source(
                        GracefulShutdownPolicy.class,
                        change -> PolicyIndexes.reachedFrom(change.latest()).stream()
                                .flatMap(place -> policies.byIndex(PolicyIndexes.BY_REACH, place).stream())
                                .map(ResourceID::fromResource)),
                records.source(GracefulShutdownPolicy.class),
                dockerHosts.source(),
                reports.source(
                        GracefulShutdownPolicy.class,
                        pod -> pods.get(pod).stream()
                                .flatMap(it -> PolicyIndexes.reachedFrom(it).stream())
                                .flatMap(place -> policies.byIndex(PolicyIndexes.BY_REACH, place).stream())
                                .map(ResourceID::fromResource)),
                new Neighbours(context, index, news));
    }

    @Override
    public UpdateControl<GracefulShutdownPolicy> reconcile(
            GracefulShutdownPolicy policy, Context<GracefulShutdownPolicy> context) {
        if (!inStep.test(policy.getMetadata().getNamespace())) {
            return UpdateControl.<GracefulShutdownPolicy>noUpdate().rescheduleAfter(NEWS);
        }
        Progress progress = new Progress(policy.getStatus());
        Pods counts = new Pods(0, 0);
        try {
            if (policy.getSpec().docker() != null) {
                counts = DockerWork.before(policy);
                Optional<Pods> counted = docker.work(policy, progress);
                if (counted.isEmpty()) {
                    return UpdateControl.noUpdate();
                }
                counts = counted.get();
            } else {
                Scene scene = scenes.look(policy, pods, context);
                counts = new Pods(scene.pods().size(), (int)
                        scene.pods().stream().filter(HandOverCheck::isPrepared).count());
                work(policy, scene, progress);
                awaitCoverage(policy, progress);
            }
        } catch (RefusedException e) {
            refused(policy, e.refusal(), progress);
            if (e.refusal().reason() == Reason.FORBIDDEN) {
                progress.again(RIGHTS_RETRY);
            }
        } catch (KubernetesClientException e) {
            switch (e.getCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN -> {
                    refused(policy, forbidden(e), progress);
                    progress.again(RIGHTS_RETRY);
                }
                case HttpURLConnection.HTTP_CONFLICT -> {
                    // The cache is a moment behind: what was decided was decided on what is no more.
                    return UpdateControl.<GracefulShutdownPolicy>noUpdate().rescheduleAfter(NEWS);
                }
                default -> {
                    if (context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) > 0) {
                        failed(policy, counts, progress, e, context);
                    }
                    throw e;
                }
            }
        }
        statuses.write(policy, counts, progress, context).ifPresent(progress::again);
        UpdateControl<GracefulShutdownPolicy> control = UpdateControl.noUpdate();
        progress.again().ifPresent(control::rescheduleAfter);
        return control;
    }

    private void work(GracefulShutdownPolicy policy, Scene scene, Progress progress) throws RefusedException {
        if (scene.lost().isPresent()) {
            throw new RefusedException(scene.lost().get());
        }
        checks.tell(policy, scene.pods(), progress.conditions());
        progress.accepted("holds for its pods");
        progress.conditions().ready(Reason.AS_ASKED, "nothing is to be done");
        if (scene.target().isEmpty()) {
            return;
        }
        if (states.work(policy, scene, acts(policy), progress)) {
            restarts.work(policy, scene, acts(policy), progress);
        }
    }

    /** What fails again is told; the retry goes on. */
    private void failed(
            GracefulShutdownPolicy policy,
            Pods counts,
            Progress progress,
            KubernetesClientException e,
            Context<GracefulShutdownPolicy> context) {
        progress.conditions().reconciling(Reason.API_ERROR, "it is tried again: " + Messages.root(e));
        try {
            var _ = statuses.write(policy, counts, progress, context);
        } catch (KubernetesClientException alsoFailed) {
            e.addSuppressed(alsoFailed);
        }
    }

    /** What is asked for is done all the same; but it is not all there yet. */
    private void awaitCoverage(GracefulShutdownPolicy policy, Progress progress) {
        boolean ready = progress.conditions()
                .get(ConditionType.READY)
                .filter(finding -> finding.state() == Finding.State.TRUE)
                .isPresent();
        if (ready && acts(policy) && !coverage.covers(policy.getMetadata().getNamespace())) {
            progress.conditions()
                    .reconciling(
                            Reason.REGISTERING,
                            "the API server is being told to ask about the namespace's new pods; if this stays, the"
                                    + " operator's log says why");
            progress.again(REGISTRATION);
        }
    }

    private boolean acts(GracefulShutdownPolicy policy) {
        return !observeOnly && policy.getSpec().mode() != Mode.DRY_RUN;
    }

    private void refused(GracefulShutdownPolicy policy, Refusal refusal, Progress progress) {
        boolean accepted = progress.conditions().get(ConditionType.ACCEPTED).isPresent();
        if (accepted) {
            progress.stuck(refusal);
        } else {
            progress.refused(refusal);
        }
        if (isNews(policy, refusal)) {
            announcer.announce(policy, refusal.reason(), refusal.message());
        }
    }

    private static boolean isNews(GracefulShutdownPolicy policy, Refusal refusal) {
        var status = policy.getStatus();
        return status == null
                || status.conditions() == null
                || status.conditions().stream()
                        .noneMatch(c -> c.getType().equals(ConditionType.READY.text())
                                && Objects.equals(
                                        c.getReason(), refusal.reason().text())
                                && Objects.equals(c.getMessage(), refusal.message()));
    }

    private static Refusal forbidden(KubernetesClientException e) {
        return Refusal.forGood(
                Reason.FORBIDDEN,
                "the API server refuses it: " + Messages.root(e)
                        + "; where a right is missing, grant it to the operator's ServiceAccount (docs/install.md). It is"
                        + " tried again in 5 minutes");
    }

    @Override
    public ErrorStatusUpdateControl<GracefulShutdownPolicy> updateErrorStatus(
            GracefulShutdownPolicy policy, Context<GracefulShutdownPolicy> context, Exception e) {
        LOG.atWarn()
                .addKeyValue("namespace", policy.getMetadata().getNamespace())
                .addKeyValue("name", policy.getMetadata().getName())
                .addKeyValue("error", Messages.root(e))
                .log("reconcile failed, to be tried again");
        LOG.debug("the failed reconcile", e);
        return ErrorStatusUpdateControl.<GracefulShutdownPolicy>noStatusUpdate();
    }
}
