package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Armed;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.host.Holder;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.host.OthersEnd;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.host.Resumed;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The ladders of this process: at most one a container. Safe for several threads. */
final class Ladders {
    /** The engine tells of a signal about when it was sent. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Host host;
    private final Cause cause;
    private final News news;
    private final Ends ends;
    private final Map<String, RunningShutdown> active = new ConcurrentHashMap<>();
    private final Map<String, Optional<Instant>> over = new ConcurrentHashMap<>();
    private final Map<String, Instant> signalled = new ConcurrentHashMap<>();
    private final Set<String> leftToOthers = ConcurrentHashMap.newKeySet();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final List<Runnable> armed = new ArrayList<>();
    private final Set<String> armedIds = new HashSet<>();

    /** A ladder that somebody asked for, on one run of a container. */
    private record Asked(Optional<Instant> run, RunningShutdown ladder) {}

    /** @param cause as the records say it */
    Ladders(Host host, Cause cause, News news, Ends ends) {
        this.cause = cause;
        this.host = host;
        this.news = news;
        this.ends = ends;
    }

    Set<String> busy() {
        return Set.copyOf(active.keySet());
    }

    /** Those that will end by themselves: a Hold waits for people. */
    List<CompletableFuture<ShutdownReport>> unfinished() {
        return active.values().stream()
                .filter(s -> !s.report().outcome().equals(Optional.of(Outcome.HELD)))
                .map(RunningShutdown::done)
                .toList();
    }

    /**
     * Does all that comes before the first signal; {@link #start} sends it.
     *
     * @return false when it can't be: said, and nothing will be sent
     */
    synchronized boolean arm(Action action, Purpose purpose) {
        ContainerDetails container = action.container();
        Optional<Holder> other = host.holder(container);
        if (other.isPresent()) {
            return leave(action.policy(), container, other.get());
        }
        return !active.containsKey(container.id())
                && attempt(action.policy(), container, plan -> {
                    news.tell(Line.about(
                            Line.Level.INFO,
                            action.policy().name(),
                            container.name(),
                            action.what(),
                            withAssumptions(action.why(), plan),
                            action.topic()));
                    Reason reason =
                            cause.of(purpose, Optional.of(action.policy().name()));
                    Armed ready = host.prepare(container, purpose, plan.ladder());
                    armedIds.add(container.id());
                    armed.add(() -> track(container, purpose, reason, ready.start(listener(container, reason))));
                });
    }

    /** Starts what is armed, all in one moment. */
    synchronized void start() {
        host.together(() -> armed.forEach(Runnable::run));
        armed.clear();
        armedIds.clear();
    }

    /**
     * Begins what somebody asked for.
     *
     * @return empty while a ladder of ours runs there: one at a time
     * @throws DockerException when it can't be begun; nothing was sent
     */
    synchronized Optional<RunningShutdown> ask(Order order, Consumer<ShutdownReport> listener) throws ClaimedException {
        ContainerDetails container = order.container();
        if (isBusy(container.id())) {
            return Optional.empty();
        }
        Reason reason = cause.of(order.purpose(), order.policy());
        Armed ready = host.prepare(container, order.purpose(), order.plan().ladder());
        if (order.purpose() == Purpose.SIGNAL) {
            order.plan().ladder().kill().ifPresent(signal -> checkSignal(ready, signal));
        }
        news.tell(Line.about(
                Line.Level.INFO,
                order.policy().orElse(""),
                container.name(),
                order.what(),
                withAssumptions(order.why(), order.plan()),
                Line.Topic.STOPPING));
        RunningShutdown shutdown = ready.start(listener(container, reason).andThen(listener));
        track(container, order.purpose(), reason, shutdown);
        return Optional.of(shutdown);
    }

    private static void checkSignal(Armed ready, Signal signal) {
        try {
            ready.container().checkSignal(signal);
        } catch (DockerException e) {
            ready.container().close();
            throw e;
        }
    }

    /** Whether a ladder runs on a container, or is about to, whoever asked for it. */
    synchronized boolean isBusy(String containerId) {
        return active.containsKey(containerId) || armedIds.contains(containerId);
    }

    /** The one that somebody asked for on that run of a container, in an earlier life of ours too, over or not. */
    Optional<RunningShutdown> asked(String containerId, Optional<Instant> run) {
        return Optional.ofNullable(asked.get(containerId))
                .filter(it -> it.run().equals(run))
                .map(Asked::ladder);
    }

    /** Adds to a stop that somebody else began. */
    synchronized void join(Policy policy, ContainerDetails container, Signal sent) {
        if (active.containsKey(container.id())) {
            return;
        }
        attempt(policy, container, plan -> {
            news.tell(Line.about(
                    Line.Level.INFO,
                    policy.name(),
                    container.name(),
                    "join its stop",
                    withAssumptions(
                            "somebody else sent " + sent + ", and the engine kills after "
                                    + container.stopTimeout().effective().toSeconds() + " s (assumed)",
                            plan),
                    Line.Topic.JOINING));
            Reason reason = cause.of(Purpose.JOIN, Optional.of(policy.name()));
            track(
                    container,
                    Purpose.JOIN,
                    reason,
                    host.join(container, sent, plan.ladder(), listener(container, reason)));
        });
    }

    /** What is to be done waits until the other one is done: its end makes us look again. */
    private boolean leave(Policy policy, ContainerDetails container, Holder other) {
        leftToOthers.add(container.id());
        news.tellOnce(
                "claim of " + container.id(),
                Line.about(
                        Line.Level.INFO,
                        policy.name(),
                        container.name(),
                        "nothing is done to it yet",
                        "it is being stopped by " + other.words()));
        return false;
    }

    /** Those that something was to be done to, and that other processes of ours stop just now. */
    boolean waitForOthers() {
        leftToOthers.removeIf(id -> host.docker().find(id).flatMap(host::holder).isEmpty());
        return !leftToOthers.isEmpty();
    }

    /** Records a stop that was over before anything could be added to it. */
    synchronized void missed(Policy policy, ContainerDetails container, Signal sent) {
        if (!active.containsKey(container.id())) {
            Instant now = Instant.now();
            ExitStatus exit = ExitStatus.ofEngineCode(container.exitCode());
            ends.ended(
                    container,
                    cause.of(Purpose.JOIN, Optional.of(policy.name())),
                    Optional.of(
                            OthersEnd.report(container.name(), exit, Optional.of(sent), Optional.empty(), now, now)),
                    Optional.empty());
        }
    }

    /** Whether it was ours that ended this run of a container: what we had sent may be heard of later. */
    boolean ended(ContainerDetails container) {
        return !container.isRunning() && container.startedAt().equals(over.get(container.id()));
    }

    /** Whether an event that has come now may be of a single signal of ours, whose ladder is over at once. */
    boolean signalled(String id) {
        Instant last = signalled.get(id);
        return last != null && Instant.now().isBefore(last.plus(LATE));
    }

    /** A container that is gone. */
    void forget(String id) {
        over.remove(id);
        signalled.remove(id);
        asked.remove(id);
    }

    /** Records a shutdown that another process of ours drove. */
    void endedElsewhere(Policy policy, ContainerDetails container, ShutdownReport report) {
        ends.ended(container, cause.elsewhere(policy.name()), Optional.of(report), Optional.empty());
    }

    /**
     * Goes on with those of an earlier life of ours, once what was withdrawn meanwhile is taken back.
     *
     * @param withdrawn by container id: what was asked for is not wanted any more
     */
    synchronized void resumeAll(Function<ContainerDetails, Optional<Policy>> policies, Predicate<String> withdrawn) {
        host.together(() -> resume(policies, withdrawn));
    }

    private void resume(Function<ContainerDetails, Optional<Policy>> policies, Predicate<String> withdrawn) {
        Map<String, Following> following = new ConcurrentHashMap<>();
        for (Resumed resumed : host.resumeAll(c -> {
            Following listener = new Following(c, news);
            following.put(c.id(), listener);
            return listener;
        })) {
            ContainerDetails container = resumed.container();
            Optional<String> policy = policies.apply(container).map(Policy::name);
            news.tell(Line.about(
                    Line.Level.INFO,
                    policy.orElse(""),
                    container.name(),
                    "go on with its shutdown",
                    "an earlier process had begun it"));
            Following listener = following.get(container.id());
            track(container, resumed.purpose(), cause.of(resumed.purpose(), policy), resumed.shutdown());
            if (resumed.purpose().isAsked() && withdrawn.test(container.id())) {
                resumed.shutdown().cancel();
            }
            if (listener != null) {
                listener.policy(policy);
            }
        }
    }

    private static String withAssumptions(String why, Plan plan) {
        return plan.assumptions().isEmpty() ? why : why + "; " + String.join(", ", plan.assumptions());
    }

    /** Something that a plan is for. */
    private interface Begin {
        void by(Plan plan) throws ClaimedException;
    }

    private boolean attempt(Policy policy, ContainerDetails container, Begin begin) {
        try {
            begin.by(host.plan(container, policy.spec().settingsFor(container.name())));
            return true;
        } catch (ClaimedException e) {
            return leave(policy, container, e.holder());
        } catch (DockerException e) {
            failed(policy, container, Troubles.of(e));
        } catch (InvalidPlanException e) {
            failed(policy, container, Troubles.of(e, policy, container.name()));
        } catch (UnknownProfileException e) {
            failed(policy, container, Troubles.of(e, policy, container.name()));
        }
        return false;
    }

    private void failed(Policy policy, ContainerDetails container, String why) {
        ends.failed(container.id(), why);
        news.tell(Line.about(
                Line.Level.ERROR, policy.name(), container.name(), "nothing was sent", why, Line.Topic.FAILED));
    }

    private Following listener(ContainerDetails container, Reason reason) {
        Following listener = new Following(container, news);
        listener.policy(reason.policy());
        return listener;
    }

    private void track(ContainerDetails container, Purpose purpose, Reason reason, RunningShutdown shutdown) {
        active.put(container.id(), shutdown);
        if (purpose.isAsked()) {
            asked.put(container.id(), new Asked(container.startedAt(), shutdown));
        }
        var _ = shutdown.done().whenComplete((report, failure) -> {
            if (purpose.ends()) {
                over.put(container.id(), container.startedAt());
            } else {
                signalled.put(container.id(), Instant.now());
            }
            active.remove(container.id(), shutdown);
            ends.ended(container, reason, Optional.ofNullable(report), Optional.ofNullable(failure));
        });
    }
}
