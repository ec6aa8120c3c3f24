package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownSpec.PodRef;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.Shared;
import dev.gracefulshutdown.operator.docker.DockerHosts;
import dev.gracefulshutdown.operator.history.HistoryWork;
import dev.gracefulshutdown.operator.history.RecordSource;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.pods.PodChange;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.operator.workload.Workloads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shutdowns: carries out those that are requested, once each, and takes finished ones away in their time, whoever wrote
 * them. Nothing is remembered but what the pin and the status hold.
 */
@ControllerConfiguration(
        name = "shutdowns",
        fieldManager = Workloads.FIELD_MANAGER,
        generationAwareEventProcessing = false)
public final class ShutdownReconciler implements Reconciler<Shutdown> {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownReconciler.class);
    private static final String BY_POD = "pod";
    private static final Duration NEWS = Duration.ofMillis(500);

    private final PodCache pods;
    private final Departed departed = new Departed();
    private final RequestWork requests;
    private final AgentsWork agents;
    private final ContainerWork containers;
    private final DockerHosts dockerHosts;
    private final Queue queue = new Queue();
    private final Following following;
    private final HistoryWork history;
    private final Records records;
    private final RecordSource recordSource;
    private final StatusWriter statuses;
    private final Announcer announcer;
    private final Clock clock;
    private final Predicate<String> inStep;
    private @Nullable IndexerResourceCache<Shutdown> shutdowns;

    /** One that works with these. */
    public ShutdownReconciler(Shared shared, DockerHosts dockerHosts) {
        this.dockerHosts = dockerHosts;
        pods = shared.pods();
        requests = new RequestWork(
                shared.client(),
                new Pin(shared.client(), Workloads.FIELD_MANAGER),
                new Orders(shared),
                queue,
                this::open,
                shared.announcer(),
                shared.clock());
        following = new Following(shared.clock());
        agents = new AgentsWork(shared.clock());
        history = new HistoryWork(shared.client(), shared.records(), shared.policies(), shared.clock());
        records = shared.records();
        recordSource = new RecordSource(records);
        shared.policyNews().listen(recordSource::changed);
        statuses = new StatusWriter(shared.clock());
        containers = new ContainerWork(dockerHosts, statuses, shared.announcer(), shared.clock());
        announcer = shared.announcer();
        clock = shared.clock();
        inStep = shared.inStep();
    }

    @Override
    public List<EventSource<?, Shutdown>> prepareEventSources(EventSourceContext<Shutdown> context) {
        IndexerResourceCache<Shutdown> shutdowns = context.getPrimaryCache();
        shutdowns.addIndexers(Map.of(BY_POD, ShutdownReconciler::podKeys));
        records.keptIn(shutdowns);
        this.shutdowns = shutdowns;
        dockerHosts.requestsFrom((namespace, name) -> shutdowns.get(new ResourceID(name, namespace)));
        return List.of(
                recordSource,
                dockerHosts.requestSource(),
                pods.source(Shutdown.class, change -> requestsFor(change, shutdowns)));
    }

    private Stream<ResourceID> requestsFor(PodChange change, IndexerResourceCache<Shutdown> shutdowns) {
        var pod = change.latest().getMetadata();
        List<Shutdown> requested = shutdowns.byIndex(BY_POD, pod.getNamespace() + "/" + pod.getName());
        if (change.now().isEmpty() && !requested.isEmpty()) {
            departed.remember(change.latest());
        }
        return requested.stream().map(ResourceID::fromResource);
    }

    private List<Shutdown> open(Pod pod) {
        var metadata = pod.getMetadata();
        return Objects.requireNonNull(shutdowns, "started")
                .byIndex(BY_POD, metadata.getNamespace() + "/" + metadata.getName());
    }

    /** Of the requests that are not over. */
    private static List<String> podKeys(Shutdown shutdown) {
        PodRef pod = shutdown.getSpec().podRef();
        return pod != null && InPlace.isRequested(shutdown) && !isFinished(shutdown)
                ? List.of(shutdown.getMetadata().getNamespace() + "/" + pod.name())
                : List.of();
    }

    private static boolean isFinished(Shutdown shutdown) {
        return InPlace.phase(shutdown) == Phase.FINISHED;
    }

    private static boolean isHeld(Shutdown shutdown) {
        return shutdown.getStatus() != null && shutdown.getStatus().outcome() == Outcome.HELD;
    }

    /** What changes about a shutdown that could matter here. */
    public static boolean differs(Shutdown now, Shutdown before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || InPlace.phase(now) != InPlace.phase(before)
                || isHeld(now) != isHeld(before);
    }

    @Override
    public UpdateControl<Shutdown> reconcile(Shutdown shutdown, Context<Shutdown> context) {
        UpdateControl<Shutdown> control = UpdateControl.noUpdate();
        if (!inStep.test(shutdown.getMetadata().getNamespace())) {
            return control.rescheduleAfter(NEWS);
        }
        DockerContainer container = shutdown.getSpec().dockerContainer();
        if (AgentsWork.isOpen(shutdown) || isRecordOfHold(shutdown)) {
            agents(shutdown, context).ifPresent(control::rescheduleAfter);
        } else if (isFinished(shutdown)) {
            history.work(shutdown).ifPresent(control::rescheduleAfter);
        } else if (InPlace.isRequested(shutdown) && container != null) {
            containers.look(shutdown, container, context);
        } else if (InPlace.isRequested(shutdown)) {
            request(shutdown, context).ifPresent(control::rescheduleAfter);
        }
        return control;
    }

    private static boolean isRecordOfHold(Shutdown shutdown) {
        return !InPlace.isRequested(shutdown) && AgentsAccount.isHeldNews(shutdown);
    }

    /** What an agent carries out. */
    private Optional<Duration> agents(Shutdown shutdown, Context<Shutdown> context) {
        AgentsAccount account = new AgentsAccount(shutdown);
        Optional<Pod> pod = present(shutdown, InPlace.podUid(shutdown).orElse(""));
        Optional<Duration> again = Optional.empty();
        if (InPlace.isRequested(shutdown)) {
            again = agents.look(shutdown, pod, account);
        } else {
            account.ofRecord();
        }
        ShutdownStatus after = account.toStatus(clock.instant());
        if (!account.isKnown(after)) {
            try {
                statuses.write(shutdown, after, true, context);
            } catch (KubernetesClientException e) {
                switch (e.getCode()) {
                    // The agent has written meanwhile, or it was withdrawn.
                    case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> {
                        return Optional.of(NEWS);
                    }
                    default -> throw e;
                }
            }
            records.tell(shutdown);
            account.news().ifPresent(news -> {
                announcer.announce(shutdown, news.reason(), news.message());
                pod.filter(_ -> news.reason() == Reason.HELD)
                        .ifPresent(it -> announcer.announce(it, news.reason(), news.message()));
            });
        }
        if (again.isEmpty()) {
            InPlace.podUid(shutdown).ifPresent(uid -> queue.left(shutdown, uid));
            // Its history begins now.
            return Optional.of(NEWS);
        }
        return again;
    }

    private Optional<Duration> request(Shutdown request, Context<Shutdown> context) {
        Account account = new Account(request);
        if (account.isRunning() && isYetToBeTold(request)) {
            return Optional.of(NEWS);
        }
        Optional<Duration> again = Optional.empty();
        try {
            again = carryOut(request, account);
        } catch (RefusedException e) {
            account.refused(e.refusal(), clock.instant());
        } catch (KubernetesClientException e) {
            switch (e.getCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN -> account.refused(forbidden(e), clock.instant());
                // The request has changed or was withdrawn before anything was done: what is there now wakes us.
                case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> {
                    return Optional.of(NEWS);
                }
                default -> throw e;
            }
        }
        if (account.request() != request) {
            context.eventSourceRetriever()
                    .getControllerEventSource()
                    .handleRecentResourceUpdate(ResourceID.fromResource(request), account.request(), request);
        }
        statuses.write(account, context);
        account.news()
                .filter(news -> account.isFinished())
                .ifPresent(news -> announcer.announce(request, news.reason(), news.message()));
        return again;
    }

    /** A pod leaves the cache a moment before we are told how it was at last; after a crash of ours we never are. */
    private boolean isYetToBeTold(Shutdown request) {
        String uid = InPlace.podUid(request).orElse("");
        return present(request, uid).isEmpty() && departed.isAwaited(uid);
    }

    private Optional<Pod> present(Shutdown request, String uid) {
        PodRef ref = request.getSpec().podRef();
        return ref == null
                ? Optional.empty()
                : pods.get(new ResourceID(ref.name(), request.getMetadata().getNamespace()))
                        .filter(pod -> pod.getMetadata().getUid().equals(uid));
    }

    private Optional<Duration> carryOut(Shutdown request, Account account) throws RefusedException {
        PodRef ref = Objects.requireNonNull(request.getSpec().podRef(), "spec.podRef");
        if (!account.isRunning()) {
            return requests.begin(request, ref, account);
        }
        String uid = InPlace.podUid(request).orElse("");
        Optional<Duration> again = following.follow(present(request, uid), departed.of(uid), account);
        if (again.isEmpty()) {
            departed.forget(uid);
        }
        return again;
    }

    private static Refusal forbidden(KubernetesClientException e) {
        return Refusal.forGood(
                Reason.FORBIDDEN,
                "the API server refuses it: " + Messages.root(e)
                        + "; where a right is missing, grant it to the operator's ServiceAccount (docs/install.md), and"
                        + " request it anew");
    }

    @Override
    public ErrorStatusUpdateControl<Shutdown> updateErrorStatus(
            Shutdown shutdown, Context<Shutdown> context, Exception e) {
        LOG.atWarn()
                .addKeyValue("namespace", shutdown.getMetadata().getNamespace())
                .addKeyValue("name", shutdown.getMetadata().getName())
                .addKeyValue("error", Messages.root(e))
                .log("reconcile failed, to be tried again");
        LOG.debug("the failed reconcile", e);
        return ErrorStatusUpdateControl.<Shutdown>noStatusUpdate();
    }
}
