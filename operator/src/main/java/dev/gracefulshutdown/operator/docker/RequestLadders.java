package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Keeper;
import dev.gracefulshutdown.keeper.Troubles;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownRecords;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ladders that people ask for, on one host that is there. For one thread.
 *
 * <ol>
 *   <li>The run of the container that is there at first sight is the one that is meant: it is noted, and another one is never
 *       touched.
 *   <li>That a ladder is begun is noted before it is. After a crash it goes on where the journal says so, and is never begun
 *       again.
 *   <li>What it has come to is noted until the request's status says so.
 *   <li>One at a time is carried out on a container, whoever asked for it.
 * </ol>
 */
final class RequestLadders {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLadders.class);

    private final String hostName;
    private final Host host;
    private final Keeper keeper;
    private final RequestNotes notes;
    private final RequestPlans plans;
    private final Clock clock;

    RequestLadders(String hostName, Host host, Keeper keeper, RequestNotes notes, RequestPlans plans, Clock clock) {
        this.hostName = hostName;
        this.host = host;
        this.keeper = keeper;
        this.notes = notes;
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * Does what can be done next, and says how it stands then.
     *
     * @param lookAgain to be called when it stands otherwise
     * @throws RefusedException when it can't be carried out; nothing was touched
     * @throws ClaimedException while another process stops the container
     * @throws IOException when something can't be noted: then it is not done
     */
    Standing stand(RequestCase it, Runnable lookAgain) throws RefusedException, ClaimedException, IOException {
        Optional<RequestNote> note = notes.of(it.uid());
        ShutdownStatus ended = note.map(RequestNote::ended).orElse(null);
        // Until the restart policy is given back, too, it goes on.
        if (ended != null && it.ladder().map(ladder -> ladder.done().isDone()).orElse(true)) {
            return new Standing.Over(note.map(RequestNote::policy), ended);
        }
        if (note.filter(RequestNote::begun).isPresent()) {
            return follow(it, note.get(), lookAgain);
        }
        if (InPlace.phase(it.request()) == Phase.RUNNING) {
            return new Standing.Unseen(
                    "container " + ref(it).name() + " on Docker host " + hostName
                            + ": it was begun, and what was noted of it is lost. Nothing more is sent; request it anew if need be");
        }
        return begin(it, note, lookAgain);
    }

    private Standing begin(RequestCase it, Optional<RequestNote> pin, Runnable lookAgain)
            throws RefusedException, ClaimedException, IOException {
        Optional<ContainerDetails> found = pin.isPresent()
                ? host.docker().find(pin.get().container()).filter(pin.get()::means)
                : host.docker().find(ref(it).name()).filter(container -> isMeant(ref(it), container));
        if (found.isEmpty()) {
            return gone(it, pin.isPresent() ? "has ended or is another one by now" : "there is none");
        }
        ContainerDetails container = found.get();
        if (!container.isRunning() && !container.isRestarting()) {
            return gone(it, "it is not running; its last exit code was " + container.exitCode());
        }
        RequestNote meant = pin.orElseGet(() -> RequestNote.of(it.request(), container));
        if (keeper.isBusy(container.id())) {
            notes.put(it.uid(), meant);
            return underWay(container);
        }
        return begin(it, meant, container, lookAgain);
    }

    private Standing begin(RequestCase it, RequestNote meant, ContainerDetails container, Runnable lookAgain)
            throws RefusedException, ClaimedException, IOException {
        RequestPlans.Decided decided;
        try {
            decided = plans.of(it.request(), container, host);
        } catch (RefusedException e) {
            notes.remove(it.uid());
            throw e;
        }
        if (decided.dryRun().isPresent()) {
            notes.remove(it.uid());
            return new Standing.DryRun(decided.policy(), decided.dryRun().get());
        }
        RequestNote begun = meant.asBegun(
                decided.policy().orElse(null),
                deadline(decided.order().plan().ladder()).orElse(null));
        notes.put(it.uid(), begun);
        try {
            Optional<RunningShutdown> ladder = keeper.ask(decided.order(), _ -> lookAgain.run());
            if (ladder.isEmpty()) {
                notes.put(it.uid(), meant);
                return underWay(container);
            }
            tracked(it, ladder.get(), lookAgain);
            return follow(it, begun, lookAgain);
        } catch (ClaimedException e) {
            notes.put(it.uid(), meant);
            throw e;
        } catch (DockerException e) {
            notes.remove(it.uid());
            throw new RefusedException(Refusal.forGood(
                    Reason.ENGINE_ERROR,
                    "container " + container.name() + " on Docker host " + hostName + ": " + Troubles.of(e)
                            + "; nothing was sent. Request it anew then"));
        }
    }

    private static void tracked(RequestCase it, RunningShutdown ladder, Runnable lookAgain) {
        it.ladder(ladder);
        var _ = ladder.done().whenComplete((_, _) -> lookAgain.run());
    }

    private static DockerContainer ref(RequestCase it) {
        return Objects.requireNonNull(it.request().getSpec().dockerContainer(), "spec.dockerContainer");
    }

    /** The engine takes the beginning of an id for a name, too. */
    private static boolean isMeant(DockerContainer ref, ContainerDetails container) {
        return container.name().equals(ref.name())
                && (ref.id() == null || container.id().startsWith(ref.id()));
    }

    private Standing gone(RequestCase it, String why) throws IOException {
        notes.remove(it.uid());
        String id = ref(it).id() == null ? "" : " (" + ref(it).id() + ")";
        return new Standing.Gone("container " + ref(it).name() + id + " on Docker host " + hostName + ": " + why);
    }

    private static Standing underWay(ContainerDetails container) {
        return new Standing.Waiting(
                Reason.WAITING_FOR_ITS_TURN,
                "container " + container.name()
                        + " is being shut down already, and one at a time is carried out on a container");
    }

    private Optional<Instant> deadline(Ladder ladder) {
        return ladder.kill().isPresent() || ladder.onDeadline() == OnDeadline.HOLD
                ? Optional.empty()
                : Optional.of(clock.instant().plus(ladder.drainDelay()).plus(ladder.gracePeriod()));
    }

    private Standing follow(RequestCase it, RequestNote note, Runnable lookAgain) throws IOException {
        if (it.ladder().isEmpty()) {
            keeper.asked(note.container(), Optional.ofNullable(note.startedAt()))
                    .ifPresent(resumed -> tracked(it, resumed, lookAgain));
        }
        Optional<PolicyRef> policy = Optional.ofNullable(note.policy());
        if (it.ladder().isEmpty()) {
            // The journal's entry waits for another process of ours, which stops the container just now.
            return host.isUnfinished(note.container())
                    ? it.standing()
                    : new Standing.Unseen("container " + ref(it).name() + " on Docker host " + hostName
                            + ": the operator ended while it was shut down, and nobody saw how that went on: "
                            + now(note) + ". Nothing more is sent; request it anew if need be");
        }
        RunningShutdown ladder = it.ladder().get();
        if (InPlace.isReleased(it.request())) {
            it.release(ladder);
        }
        ShutdownReport report = ladder.report();
        ShutdownStatus facts = ShutdownRecords.status(ref(it).name(), report);
        if (report.finished()) {
            notes.put(it.uid(), note.asEnded(facts));
        }
        return report.finished() && ladder.done().isDone()
                ? new Standing.Over(policy, facts)
                : new Standing.Running(policy, facts, Optional.ofNullable(note.deadline()));
    }

    private String now(RequestNote note) {
        return host.docker()
                .find(note.container())
                .filter(note::means)
                .map(container -> container.isRunning() ? "it is running" : "its exit code was " + container.exitCode())
                .orElse("it has ended since");
    }

    /** Something about a request. */
    interface Question {
        boolean test(String uid, String namespace, String name);
    }

    /**
     * Forgets what has been told, and ends what was withdrawn.
     *
     * @param settled whether a request is taken away, or tells of its end itself
     * @param withdrawn whether it is taken away, for certain
     */
    void tidy(Question settled, Question withdrawn) throws IOException {
        for (Map.Entry<String, RequestNote> entry : notes.all().entrySet()) {
            String uid = entry.getKey();
            RequestNote note = entry.getValue();
            if (settled.test(uid, note.namespace(), note.name())) {
                if (isUnderWay(note) && withdrawn.test(uid, note.namespace(), note.name())) {
                    cancel(note);
                }
                notes.remove(uid);
            }
        }
    }

    private static boolean isUnderWay(RequestNote note) {
        return note.begun() && note.ended() == null;
    }

    /** The containers of what an earlier life had begun, and nobody wants any more. */
    Set<String> withdrawn(Question withdrawn) {
        return notes.all().entrySet().stream()
                .filter(it -> isUnderWay(it.getValue())
                        && withdrawn.test(
                                it.getKey(),
                                it.getValue().namespace(),
                                it.getValue().name()))
                .map(it -> it.getValue().container())
                .collect(Collectors.toSet());
    }

    private void cancel(RequestNote note) {
        keeper.asked(note.container(), Optional.ofNullable(note.startedAt())).ifPresent(ladder -> {
            LOG.atInfo()
                    .addKeyValue("host", hostName)
                    .addKeyValue("shutdown", note.namespace() + "/" + note.name())
                    .log("withdrawn: nothing more is sent");
            ladder.cancel();
        });
    }
}
