package dev.gracefulshutdown.keeper;

import static dev.gracefulshutdown.keeper.Box.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.keeper.Action.Restart;
import dev.gracefulshutdown.keeper.Action.StopAndStay;
import dev.gracefulshutdown.keeper.Action.Undo;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.ContainerDetails.State;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories put together at random: policies change, people start and stop, decisions are carried out or fail. */
class DecisionsTest {
    private static final int HISTORIES = 2_000;
    private static final int EVENTS = 25;
    private static final List<String> SPECS = List.of("state: Running", "state: Stopped", "mode: Enforce");
    private static final List<Policy> POLICIES = policies();

    private final Map<String, Box> world = new HashMap<>();
    private final Set<String> downByUs = new HashSet<>();
    private Notes notes = Notes.NONE;

    private static List<Policy> policies() {
        List<Policy> all = new ArrayList<>();
        for (String spec : SPECS) {
            for (String mode : List.of("Enforce", "DryRun")) {
                for (int nonce = 0; nonce < 3; nonce++) {
                    String state = spec.startsWith("mode") ? "gracePeriod: 9s" : spec;
                    all.add(Policies.of(
                            "p",
                            "docker: {labels: {app: x}}",
                            state,
                            "restartNonce: '" + nonce + "'",
                            "mode: " + mode,
                            "rollout: {maxUnavailable: 2}"));
                }
            }
        }
        return all;
    }

    @Test
    void whateverHappensOurRulesHold() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private void history(Random random, String clue) {
        world.clear();
        downByUs.clear();
        notes = Notes.NONE;
        for (String name : List.of("a", "b", "c")) {
            Box box = Box.running(name).label("app", "x");
            world.put(box.id(), random.nextBoolean() ? box : box.is(State.EXITED));
        }
        Policy policy = POLICIES.get(random.nextInt(POLICIES.size()));
        for (int i = 0; i < EVENTS; i++) {
            switch (random.nextInt(4)) {
                case 0 -> policy = POLICIES.get(random.nextInt(POLICIES.size()));
                case 1 -> people(random);
                default -> look(policy, random, clue);
            }
        }
        settle(policy, clue);
    }

    /** Somebody starts or stops one by hand. */
    private void people(Random random) {
        Box box = world.get("id-" + "abc".charAt(random.nextInt(3)));
        if (box != null) {
            boolean up = box.state() == State.RUNNING;
            world.put(box.id(), up ? box.is(State.EXITED) : box.again());
            downByUs.remove(box.id());
        }
    }

    private void look(Policy policy, Random random, String clue) {
        Notes before = notes;
        Decision decision = Decider.decide(
                new Scene(
                        List.of(policy),
                        world.values().stream().map(Box::details).toList(),
                        Set.of(),
                        Set.of()),
                notes);
        notes = decision.notes();
        assertThat(decision.actions().stream().filter(Restart.class::isInstance).count())
                .as(clue)
                .isLessThanOrEqualTo(2);
        for (Action action : decision.actions()) {
            check(action, policy, before, clue);
            boolean crash = random.nextInt(8) == 0;
            if (!policy.isDryRun() && !crash) {
                carryOut(action);
            }
        }
        if (policy.isDryRun()) {
            assertThat(notes.marks()).as(clue).isEqualTo(before.marks());
        }
    }

    private void check(Action action, Policy policy, Notes before, String clue) {
        switch (action) {
            case StopAndStay stop ->
                assertThat(policy.state()).as(clue).contains(dev.gracefulshutdown.api.State.STOPPED);
            case Undo undo -> {
                assertThat(policy.state()).as(clue).contains(dev.gracefulshutdown.api.State.RUNNING);
                assertThat(before.marks()).as(clue).containsKey(undo.container().id());
            }
            case Restart restart ->
                assertThat(seen(before, restart.container()))
                        .as(clue)
                        .isNotNull()
                        .isNotEqualTo(restart.nonce());
            case Action.KeepDown keep ->
                assertThat(keep.container().restartPolicy().restarts()).as(clue).isTrue();
            case Action.Leave leave -> assertThat(leave.why()).as(clue).isNotEmpty();
        }
    }

    /** While the run that was to end goes on, the nonce before. */
    private static @Nullable String seen(Notes notes, ContainerDetails container) {
        Notes.Owed owed = notes.restarts().get(container.id());
        return owed != null
                        && owed.run().equals(container.startedAt().orElseThrow().toString())
                ? owed.before()
                : notes.nonces().getOrDefault("p", Map.of()).get(container.id());
    }

    private void carryOut(Action action) {
        String id = action.container().id();
        Box box = world.getOrDefault(id, Box.running("?"));
        switch (action) {
            case StopAndStay stop -> {
                world.put(id, box.is(State.EXITED).restart(RestartPolicy.NO));
                downByUs.add(id);
            }
            case Action.KeepDown keep -> world.put(id, box.restart(RestartPolicy.NO));
            case Undo undo -> {
                Box back = undo.givesPolicyBack() ? box.restart(undo.mark().before()) : box;
                world.put(id, undo.start() ? back.again() : back);
                downByUs.remove(id);
                notes = notes.withoutMark(id);
            }
            case Restart restart -> world.put(id, box.again());
            case Action.Leave leave -> {}
        }
    }

    /** With nobody interfering any more, a few looks bring the world to where the policy wants it, and then nothing is done. */
    private void settle(Policy policy, String clue) {
        Random calm = new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        };
        for (int i = 0; i < 4; i++) {
            look(policy, calm, clue);
        }
        if (policy.isDryRun()) {
            return;
        }
        assertThat(Decider.decide(
                                new Scene(
                                        List.of(policy),
                                        world.values().stream()
                                                .map(Box::details)
                                                .toList(),
                                        Set.of(),
                                        Set.of()),
                                notes)
                        .actions())
                .as(clue)
                .isEmpty();
        boolean stopped = policy.state()
                .filter(dev.gracefulshutdown.api.State.STOPPED::equals)
                .isPresent();
        boolean running = policy.state()
                .filter(dev.gracefulshutdown.api.State.RUNNING::equals)
                .isPresent();
        world.values().forEach(box -> {
            if (stopped) {
                assertThat(box.state()).as(clue).isEqualTo(State.EXITED);
                assertThat(box.restart()).as(clue).isEqualTo(RestartPolicy.NO);
            }
            if (running) {
                assertThat(box.restart()).as(clue).isEqualTo(ALWAYS);
                assertThat(downByUs).as(clue).doesNotContain(box.id());
            }
        });
    }
}
