package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.State;
import dev.gracefulshutdown.keeper.Action.KeepDown;
import dev.gracefulshutdown.keeper.Action.Leave;
import dev.gracefulshutdown.keeper.Action.Restart;
import dev.gracefulshutdown.keeper.Action.StopAndStay;
import dev.gracefulshutdown.keeper.Action.Undo;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is to be done; no I/O, no clock. It may be carried out or not: the next scene tells, and what nothing has come
 * of is decided again.
 */
final class Decider {
    private final Scene scene;
    private final Notes before;
    private final Map<String, Integer> unavailable = new HashMap<>();
    private final List<String> waiting = new ArrayList<>();
    private Notes notes;

    private Decider(Scene scene, Notes before) {
        this.scene = scene;
        this.before = before;
        this.notes = before;
    }

    static Decision decide(Scene scene, Notes before) {
        return new Decider(scene, before).decide();
    }

    private Decision decide() {
        List<Assignment> assignments = scene.assignments();
        for (Assignment assignment : assignments) {
            assignment.losers().forEach(p -> see(p, assignment.container()));
            assignment.winner().ifPresent(p -> count(p, assignment.container()));
        }
        List<Action> actions =
                assignments.stream().flatMap(a -> decide(a).stream()).toList();
        return new Decision(actions, waiting, notes);
    }

    private void count(Policy policy, ContainerDetails container) {
        if (scene.busy().contains(container.id()) || isStarting(container)) {
            unavailable.merge(policy.name(), 1, Integer::sum);
        }
    }

    private static boolean isStarting(ContainerDetails container) {
        return container.isRunning() && container.health().equals(Optional.of("starting"));
    }

    private Optional<Action> decide(Assignment assignment) {
        ContainerDetails container = assignment.container();
        Optional<Policy> winner = assignment.winner();
        if (winner.isEmpty()) {
            startedByOthers(container);
            return Optional.empty();
        }
        Policy policy = winner.get();
        if (scene.busy().contains(container.id()) || scene.resting().contains(container.id())) {
            seeFirst(policy, container);
            return Optional.empty();
        }
        settle(container);
        if (policy.state().equals(Optional.of(State.STOPPED))) {
            see(policy, container);
            return stopped(policy, container);
        }
        Optional<Mark> mark = Optional.ofNullable(before.marks().get(container.id()));
        if (policy.state().isPresent() && mark.isPresent()) {
            see(policy, container);
            return Optional.of(undo(policy, container, mark.get()));
        }
        if (!policy.isDryRun()) {
            startedByOthers(container);
        }
        return restart(policy, container);
    }

    /** Our stop is over: whoever stops it from now on is somebody else. Its restart policy is still to be given back. */
    private void startedByOthers(ContainerDetails container) {
        Mark mark = before.marks().get(container.id());
        if (mark != null
                && mark.stopped()
                && container.isRunning()
                && !scene.busy().contains(container.id())) {
            notes = notes.withMark(container.id(), new Mark(mark.name(), mark.policy(), mark.before(), false));
        }
    }

    /** A restart that was decided has come to pass when another run is seen; by a crash in between nothing has come of it. */
    private void settle(ContainerDetails container) {
        Notes.Owed owed = before.restarts().get(container.id());
        if (owed == null) {
            return;
        }
        notes = notes.withoutRestart(container.id());
        if (container.isRunning() && owed.run().equals(run(container))) {
            notes = notes.withNonce(owed.policy(), container.id(), owed.before());
        }
    }

    private static String run(ContainerDetails container) {
        return container.startedAt().map(Object::toString).orElse("");
    }

    private Optional<Action> stopped(Policy policy, ContainerDetails container) {
        boolean up = container.isRunning() || container.isRestarting();
        if (!up && !container.restartPolicy().restarts()) {
            return Optional.empty();
        }
        Optional<String> refusal = Refusal.of(container);
        if (refusal.isPresent()) {
            return Optional.of(new Leave(policy, container, refusal.get()));
        }
        boolean again = isStoppedByUs(container);
        if (!policy.isDryRun()) {
            mark(policy, container, up);
        }
        return Optional.of(
                up
                        ? new StopAndStay(
                                policy,
                                container,
                                again ? "state is Stopped, and it was started again" : "state is Stopped")
                        : new KeepDown(
                                policy, container, "state is Stopped, and the engine's next start would start it"));
    }

    private boolean isStoppedByUs(ContainerDetails container) {
        Mark mark = before.marks().get(container.id());
        return mark != null && mark.stopped();
    }

    private void mark(Policy policy, ContainerDetails container, boolean up) {
        Mark known = before.marks().get(container.id());
        notes = notes.withMark(
                container.id(),
                new Mark(
                        container.name(),
                        policy.name(),
                        known == null || container.restartPolicy().restarts()
                                ? container.restartPolicy()
                                : known.before(),
                        up || isStoppedByUs(container)));
    }

    private static Action undo(Policy policy, ContainerDetails container, Mark mark) {
        boolean up = container.isRunning() || container.isRestarting();
        String why = "state is Running, and " + (mark.stopped() ? "we had stopped it" : "we had kept it down");
        return new Undo(policy, container, mark, mark.stopped() && !up, why);
    }

    private Optional<Action> restart(Policy policy, ContainerDetails container) {
        String seen = seeFirst(policy, container);
        String nonce = policy.nonce().orElse(seen);
        if (nonce.equals(seen)) {
            return Optional.empty();
        }
        String change = "restartNonce is " + nonce + (seen.isEmpty() ? "" : ", was " + seen);
        if (!container.isRunning()) {
            note(policy, container, nonce);
            return Optional.of(new Leave(policy, container, change + ", but it does not run"));
        }
        if (container.swarmService().isPresent()) {
            return Optional.of(new Leave(policy, container, Refusal.swarm(container)));
        }
        if (unavailable.getOrDefault(policy.name(), 0) >= policy.maxUnavailable()) {
            if (!policy.isDryRun()) {
                waiting.add("policy " + policy.name() + ": container " + container.name()
                        + ": not restarted yet: as many as rollout.maxUnavailable allows are not back");
            }
            return Optional.empty();
        }
        unavailable.merge(policy.name(), 1, Integer::sum);
        note(policy, container, nonce);
        if (!policy.isDryRun()) {
            notes = notes.withRestart(container.id(), new Notes.Owed(policy.name(), seen, run(container)));
        }
        return Optional.of(new Restart(policy, container, nonce, change));
    }

    private void note(Policy policy, ContainerDetails container, String nonce) {
        if (!policy.isDryRun()) {
            notes = notes.withNonce(policy.name(), container.id(), nonce);
        }
    }

    /** Whatever its nonce is: this needs no restart here any more. */
    private void see(Policy policy, ContainerDetails container) {
        String seen = seeFirst(policy, container);
        notes = notes.withNonce(policy.name(), container.id(), policy.nonce().orElse(seen));
    }

    /** A nonce that a policy or a container came with is noted and not acted on. */
    private String seeFirst(Policy policy, ContainerDetails container) {
        String seen = notes.nonces().getOrDefault(policy.name(), Map.of()).get(container.id());
        if (seen != null) {
            return seen;
        }
        String first = policy.nonce().orElse("");
        notes = notes.withNonce(policy.name(), container.id(), first);
        return first;
    }
}
