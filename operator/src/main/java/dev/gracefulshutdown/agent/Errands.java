package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.policies.PolicyWatch;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests out in place, on the containers of a pod that stays.
 *
 * <ol>
 *   <li>It is our turn when the operator has written so into the status. It has decided all else.
 *   <li>A request is taken before anything is sent: its status says Running, if nobody has changed it meanwhile. So one that is
 *       withdrawn, or given up for us, is not begun.
 *   <li>A request that is taken away ends its ladders: nothing more is sent. A release ends what is held, of a record too.
 *   <li>After a crash of ours, what stands in the journal goes on. A ladder of which nothing stands there has sent nothing: it
 *       begins, if its container is still the one that ran when the request was taken.
 * </ol>
 */
final class Errands implements NodeRequests.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
    private static final Duration LAG = Duration.ofSeconds(3);

    private final String node;
    private final NodeRequests requests;
    private final NodePods pods;
    private final PolicyWatch policies;
    private final NodePlans plans;
    private final Ladders ladders;
    private final Records records;
    private final boolean observeOnly;
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final ExecutorService work = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("requests").daemon().factory());

    Errands(
            String node,
            NodeRequests requests,
            NodePods pods,
            PolicyWatch policies,
            NodePlans plans,
            Ladders ladders,
            Records records,
            boolean observeOnly) {
        this.node = node;
        this.requests = requests;
        this.pods = pods;
        this.policies = policies;
        this.plans = plans;
        this.ladders = ladders;
        this.records = records;
        this.observeOnly = observeOnly;
    }

    /** Ends what goes on for requests that were taken away while we were; to be called when all that are there are known. */
    void forgetWithdrawn() {
        ladders.requested().stream()
                .filter(it -> now(it.namespace(), it.record(), it.request().orElse(""))
                        .isEmpty())
                .forEach(it -> cancel(it.key()));
    }

    @Override
    public void changed(Shutdown shutdown) {
        if (InPlace.isReleased(shutdown)) {
            ladders.of(RecordFiles.key(shutdown)).forEach(RunningShutdown::release);
        }
        boolean ours = InPlace.isTurnOf(node, shutdown);
        if (ours && !observeOnly && InPlace.phase(shutdown) != Phase.FINISHED) {
            execute(() -> look(shutdown));
        }
    }

    @Override
    public void gone(Shutdown shutdown) {
        looked.remove(uid(shutdown));
        if (InPlace.isRequested(shutdown)) {
            cancel(RecordFiles.key(shutdown));
        }
    }

    private void cancel(String key) {
        List<RunningShutdown> running = ladders.of(key);
        if (!running.isEmpty()) {
            LOG.atInfo().addKeyValue("shutdown", key).log("withdrawn: nothing more is sent");
            running.forEach(RunningShutdown::cancel);
        }
    }

    private void execute(Runnable look) {
        try {
            work.execute(() -> {
                try {
                    look.run();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("a request could not be carried out; the operator gives it up");
                }
            });
        } catch (RejectedExecutionException e) {
            // We are closing: the next one looks at it.
        }
    }

    private void look(Shutdown request) {
        Optional<Shutdown> now = now(request);
        Optional<Pod> pod = Turns.seen(LAG, () -> pod(request));
        if (now.isEmpty() || pod.isEmpty()) {
            return;
        }
        Job job = job(now.get(), pod.get());
        if (InPlace.phase(now.get()) == Phase.PENDING) {
            if (looked.add(uid(request))) {
                boolean taken = false;
                try {
                    taken = take(job);
                } finally {
                    if (!taken) {
                        looked.remove(uid(request));
                    }
                }
            }
        } else if (looked.add(uid(request))) {
            goOn(job);
        }
    }

    private static String uid(Shutdown request) {
        return request.getMetadata().getUid();
    }

    private Optional<Shutdown> now(Shutdown request) {
        return now(request.getMetadata().getNamespace(), request.getMetadata().getName(), uid(request));
    }

    private Optional<Shutdown> now(String namespace, String name, String uid) {
        return requests.now(namespace, name, uid);
    }

    private Optional<Pod> pod(Shutdown request) {
        ShutdownSpec.PodRef ref = request.getSpec().podRef();
        return InPlace.podUid(request)
                .flatMap(pods::byUid)
                .filter(pod -> ref != null
                        && pod.getMetadata().getName().equals(ref.name())
                        && pod.getMetadata()
                                .getNamespace()
                                .equals(request.getMetadata().getNamespace()));
    }

    /** A request, its pod, and what holds. */
    private record Job(
            Shutdown request,
            Pod pod,
            List<String> containers,
            Optional<PolicyRef> policy,
            Function<String, StopSettings> settings) {
        Subject subject(String container, String containerId) {
            return Subject.of(pod, container, containerId, request, policy);
        }

        /** For the record alone. */
        Subject any() {
            return subject("", "");
        }
    }

    private Job job(Shutdown request, Pod pod) {
        List<String> named = InPlace.named(request);
        List<String> containers = named.isEmpty()
                ? PodContainers.mains(pod).stream().map(Container::getName).toList()
                : named;
        StopSettings plan = request.getSpec().plan();
        if (plan != null) {
            return new Job(request, pod, containers, Optional.empty(), _ -> plan);
        }
        String namespace = pod.getMetadata().getNamespace();
        String name = request.getSpec().policy();
        Optional<EffectivePolicy> policy =
                name == null ? policies.of(pod, namespace) : Turns.seen(LAG, () -> policies.named(namespace, name));
        return new Job(
                request,
                pod,
                containers,
                policy.map(EffectivePolicy::source),
                container -> policy.map(it -> it.settingsFor(container)).orElse(StopSettings.NONE));
    }

    private boolean take(Job job) {
        Shutdown taken = new Shutdown();
        var metadata = job.request().getMetadata();
        taken.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .build());
        taken.setSpec(job.request().getSpec());
        taken.setStatus(new ShutdownStatus(
                null,
                null,
                Phase.RUNNING,
                null,
                job.policy().orElse(null),
                null,
                null,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                null,
                null,
                null,
                job.containers().stream()
                        .map(name -> new ContainerRecord(name, null, null, null, null))
                        .toList()));
        if (!records.take(taken)) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("shutdown", RecordFiles.key(taken))
                .addKeyValue("pod", job.pod().getMetadata().getName())
                .addKeyValue("containers", job.containers())
                .log("taken");
        job.containers().forEach(container -> begin(job, container));
        // It may have been released or withdrawn while it began.
        now(job.request()).ifPresentOrElse(this::changed, () -> cancel(RecordFiles.key(taken)));
        return true;
    }

    private void begin(Job job, String container) {
        Optional<Container> found = PodContainers.named(job.pod(), container);
        Optional<String> id = PodContainers.id(job.pod(), container).filter(ladders::isHere);
        if (found.isEmpty() || id.isEmpty()) {
            noLadder(job, container, Outcome.ALREADY_GONE, "it did not run");
            return;
        }
        Subject subject = job.subject(container, id.get());
        Optional<RunningShutdown> other = ladders.running(id.get());
        if (other.isPresent()) {
            // The kubelet ends it already: what that comes to is told.
            var _ = other.get().done().thenAccept(report -> records.heard(subject, report));
            return;
        }
        try {
            Ladder ladder = plans.inPlace(
                    job.pod(), found.get(), id.get(), job.settings().apply(container));
            if (ladders.start(subject, ladder).isEmpty()) {
                noLadder(job, container, Outcome.ALREADY_GONE, "ended by itself before the first signal");
            }
        } catch (InvalidPlanException | UnknownProfileException e) {
            noLadder(job, container, Outcome.FAILED, "its settings make no ladder: " + e.getMessage());
        }
    }

    private void noLadder(Job job, String container, Outcome outcome, String why) {
        records.noLadder(job.any(), new ContainerRecord(container, outcome, null, why, null));
    }

    /** Of one that an earlier life of ours had taken. */
    private void goOn(Job job) {
        ShutdownStatus status = job.request().getStatus();
        Instant taken = status == null || status.startedAt() == null ? Instant.MAX : status.startedAt();
        for (String container : records.awaited(job.any())) {
            boolean goesOn = PodContainers.id(job.pod(), container)
                    .flatMap(ladders::running)
                    .isPresent();
            if (goesOn) {
                continue;
            }
            if (isTheSame(job.pod(), container, taken)) {
                begin(job, container);
            } else {
                noLadder(job, container, Outcome.FAILED, "it ended while the agent was away; how was not seen");
            }
        }
    }

    private static boolean isTheSame(Pod pod, String container, Instant taken) {
        return PodContainers.status(pod, container)
                .map(it -> it.getState())
                .map(ContainerState::getRunning)
                .map(ContainerStateRunning::getStartedAt)
                .filter(at -> Instant.parse(at).isBefore(taken))
                .isPresent();
    }

    @Override
    public void close() {
        work.shutdownNow();
    }
}
