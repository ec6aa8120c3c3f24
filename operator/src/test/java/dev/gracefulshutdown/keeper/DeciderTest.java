package dev.gracefulshutdown.keeper;

import static dev.gracefulshutdown.keeper.Box.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.keeper.Action.KeepDown;
import dev.gracefulshutdown.keeper.Action.Leave;
import dev.gracefulshutdown.keeper.Action.Restart;
import dev.gracefulshutdown.keeper.Action.StopAndStay;
import dev.gracefulshutdown.keeper.Action.Undo;
import dev.gracefulshutdown.runtime.docker.ContainerDetails.State;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final Box BOX = Box.running("db");
    private static final Policy UNSET = Policies.named("p", "db");
    private static final Policy STOPPED = Policies.named("p", "db", "state: Stopped");
    private static final Policy RUNNING = Policies.named("p", "db", "state: Running");

    private static Policy nonce(String nonce, String... more) {
        return Policies.named(
                "p",
                "db",
                Stream.concat(Stream.of("restartNonce: '" + nonce + "'"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static Decision decide(Policy policy, Box box, Notes notes) {
        return Decider.decide(new Scene(List.of(policy), List.of(box.details()), Set.of(), Set.of()), notes);
    }

    private static Notes stopped(Box box) {
        return decide(STOPPED, box, Notes.NONE).notes();
    }

    @Test
    void unsetIsNotOurs() {
        for (State state : State.values()) {
            assertThat(decide(UNSET, BOX.is(state), Notes.NONE).actions()).isEmpty();
            assertThat(decide(UNSET, BOX.is(state), stopped(BOX)).actions()).isEmpty();
        }
    }

    @Test
    void stoppedStopsWhatRunsAndKeepsWhatItHad() {
        Decision decision = decide(STOPPED, BOX, Notes.NONE);
        assertThat(decision.actions()).singleElement().isInstanceOf(StopAndStay.class);
        assertThat(decision.notes().marks()).containsEntry(BOX.id(), new Mark("db", "p", ALWAYS, true));
    }

    @Test
    void stoppedHoldsBackWhatIsAboutToBeStarted() {
        assertThat(decide(STOPPED, BOX.is(State.RESTARTING), Notes.NONE).actions())
                .singleElement()
                .isInstanceOf(StopAndStay.class);
    }

    @Test
    void whatIsDownIsKeptFromTheEnginesNextStart() {
        Decision decision = decide(STOPPED, BOX.is(State.EXITED), Notes.NONE);
        assertThat(decision.actions()).singleElement().isInstanceOf(KeepDown.class);
        assertThat(decision.notes().marks().get(BOX.id())).isEqualTo(new Mark("db", "p", ALWAYS, false));
    }

    @Test
    void whatIsDownAndStaysDownNeedsNothing() {
        Decision decision = decide(STOPPED, BOX.is(State.EXITED).restart(RestartPolicy.NO), Notes.NONE);
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.notes().marks()).isEmpty();
    }

    @Test
    void somebodysStartIsStoppedAgainAndTheFirstRestartPolicyStaysNoted() {
        Decision decision = decide(STOPPED, BOX.restart(RestartPolicy.NO), stopped(BOX));
        assertThat(decision.actions()).singleElement().isInstanceOf(StopAndStay.class);
        assertThat(decision.notes().marks()).containsEntry(BOX.id(), new Mark("db", "p", ALWAYS, true));
    }

    @Test
    void runningStartsWhatWeStoppedAndGivesItsRestartPolicyBack() {
        Decision decision = decide(RUNNING, BOX.is(State.EXITED).restart(RestartPolicy.NO), stopped(BOX));
        assertThat(decision.actions()).singleElement().isInstanceOfSatisfying(Undo.class, undo -> {
            assertThat(undo.start()).isTrue();
            assertThat(undo.givesPolicyBack()).isTrue();
            assertThat(undo.what()).isEqualTo("give its restart policy always back, and start it");
        });
    }

    @Test
    void runningStartsNothingThatOthersStopped() {
        assertThat(decide(RUNNING, BOX.is(State.EXITED), Notes.NONE).actions()).isEmpty();
    }

    @Test
    void runningGivesBackTheRestartPolicyOfOneThatWasDownWithoutStartingIt() {
        Notes kept = stopped(BOX.is(State.EXITED));
        assertThat(decide(RUNNING, BOX.is(State.EXITED).restart(RestartPolicy.NO), kept)
                        .actions())
                .singleElement()
                .isInstanceOfSatisfying(Undo.class, undo -> {
                    assertThat(undo.start()).isFalse();
                    assertThat(undo.givesPolicyBack()).isTrue();
                });
    }

    @Test
    void aStartBySomebodyElseEndsOurStop() {
        Notes notes = stopped(BOX);
        Box started = BOX.restart(RestartPolicy.NO);
        notes = decide(UNSET, started, notes).notes();
        assertThat(decide(RUNNING, started.is(State.EXITED), notes).actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Undo.class, undo -> assertThat(undo.start()).isFalse());
    }

    @Test
    void aRestartPolicyThatSomebodyGaveItMeanwhileStays() {
        RestartPolicy theirs = new RestartPolicy("on-failure", 3);
        assertThat(decide(RUNNING, BOX.is(State.EXITED).restart(theirs), stopped(BOX))
                        .actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Undo.class, undo -> assertThat(undo.givesPolicyBack()).isFalse());
    }

    @Test
    void aNoncePresentAtFirstSightIsNotedAndNotActedOn() {
        Decision decision = decide(nonce("7"), BOX, Notes.NONE);
        assertThat(decision.actions()).isEmpty();
        assertThat(decide(nonce("7"), BOX, decision.notes()).actions()).isEmpty();
    }

    @Test
    void aNewNonceRestartsOnce() {
        Notes seen = decide(nonce("7"), BOX, Notes.NONE).notes();
        Decision decision = decide(nonce("8"), BOX, seen);
        assertThat(decision.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Restart.class, restart -> assertThat(restart.why()).isEqualTo("restartNonce is 8, was 7"));
        Decision after = decide(nonce("8"), BOX.again(), decision.notes());
        assertThat(after.actions()).isEmpty();
        assertThat(decide(nonce("8"), BOX.again(), after.notes()).actions()).isEmpty();
    }

    @Test
    void aRestartOfWhichNothingHasComeIsDecidedAgain() {
        Notes seen = decide(nonce("7"), BOX, Notes.NONE).notes();
        Notes crashed = decide(nonce("8"), BOX, seen).notes();
        Decision next = decide(nonce("8"), BOX, crashed);
        assertThat(next.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Restart.class, restart -> assertThat(restart.why()).isEqualTo("restartNonce is 8, was 7"));
        assertThat(decide(nonce("8"), BOX.again(), next.notes()).actions()).isEmpty();
    }

    @Test
    void aRestartOfWhichNothingHasComeIsNotOwedWhenItsNonceIsTakenBack() {
        Notes seen = decide(nonce("7"), BOX, Notes.NONE).notes();
        Notes crashed = decide(nonce("8"), BOX, seen).notes();
        assertThat(decide(nonce("7"), BOX, crashed).actions()).isEmpty();
    }

    @Test
    void aFirstNonceAfterNoneRestarts() {
        Notes seen = decide(UNSET, BOX, Notes.NONE).notes();
        assertThat(decide(nonce("1"), BOX, seen).actions()).singleElement().isInstanceOf(Restart.class);
    }

    @Test
    void aNonceThatWentAndCameBackIsNotNew() {
        Notes seen = decide(nonce("7"), BOX, Notes.NONE).notes();
        seen = decide(UNSET, BOX, seen).notes();
        assertThat(decide(nonce("7"), BOX, seen).actions()).isEmpty();
    }

    @Test
    void aContainerThatComesWithANonceIsFreshAlready() {
        Notes seen = decide(nonce("8"), Box.running("other"), Notes.NONE).notes();
        assertThat(decide(nonce("8"), BOX, seen).actions()).isEmpty();
    }

    @Test
    void aNewNonceStartsNothingThatIsDown() {
        Notes seen = decide(nonce("7"), BOX, Notes.NONE).notes();
        Decision decision = decide(nonce("8"), BOX.is(State.EXITED), seen);
        assertThat(decision.actions()).singleElement().isInstanceOf(Leave.class);
        assertThat(decide(nonce("8"), BOX, decision.notes()).actions()).isEmpty();
    }

    @Test
    void aNonceUnderStoppedIsNotOwedLater() {
        Notes seen = decide(nonce("7", "state: Stopped"), BOX, Notes.NONE).notes();
        seen = decide(nonce("8", "state: Stopped"), BOX.is(State.EXITED), seen).notes();
        assertThat(decide(nonce("8"), BOX, seen).actions()).isEmpty();
    }

    @Test
    void noMoreRestartAtATimeThanMayBeUnavailable() {
        Policy seven = Policies.of("p", "docker: {labels: {app: db}}", "restartNonce: '7'");
        Policy eight = Policies.of("p", "docker: {labels: {app: db}}", "restartNonce: '8'");
        Box a = Box.running("a").label("app", "db");
        Box b = Box.running("b").label("app", "db");
        Notes seen = scene(seven, Set.of(), Notes.NONE, a, b).notes();
        Decision first = scene(eight, Set.of(), seen, a, b);
        assertThat(first.actions()).extracting(x -> x.container().name()).containsExactly("a");
        assertThat(scene(eight, Set.of("id-a"), first.notes(), a, b).actions()).isEmpty();
        assertThat(scene(eight, Set.of(), first.notes(), a.again().health("starting"), b)
                        .actions())
                .isEmpty();
        assertThat(scene(eight, Set.of(), first.notes(), a.again().health("healthy"), b)
                        .actions())
                .extracting(x -> x.container().name())
                .containsExactly("b");
    }

    private static Decision scene(Policy policy, Set<String> busy, Notes notes, Box... boxes) {
        return Decider.decide(
                new Scene(List.of(policy), Stream.of(boxes).map(Box::details).toList(), busy, Set.of()), notes);
    }

    @Test
    void whatIsUnderWayIsLeftAlone() {
        assertThat(scene(STOPPED, Set.of(BOX.id()), Notes.NONE, BOX).actions()).isEmpty();
    }

    @Test
    void whatCanNotBeKeptStoppedIsSaidWithTheRemedy() {
        assertThat(decide(STOPPED, BOX.removedAtItsEnd(), Notes.NONE).actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Leave.class, leave -> assertThat(leave.why()).contains("--rm"));
        assertThat(decide(STOPPED, BOX.label("com.docker.swarm.service.id", "s1"), Notes.NONE)
                        .actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Leave.class, leave -> assertThat(leave.why()).contains("docker service scale s1=0"));
    }

    @Test
    void aDryRunDecidesAndOwesItStill() {
        Policy dry = Policies.named("p", "db", "state: Stopped", "mode: DryRun");
        Decision decision = decide(dry, BOX, Notes.NONE);
        assertThat(decision.actions()).singleElement().isInstanceOf(StopAndStay.class);
        assertThat(decision.notes().marks()).isEmpty();
        Notes seen = decide(nonce("7", "mode: DryRun"), BOX, Notes.NONE).notes();
        Decision restart = decide(nonce("8", "mode: DryRun"), BOX, seen);
        assertThat(restart.actions()).singleElement().isInstanceOf(Restart.class);
        assertThat(decide(nonce("8"), BOX, restart.notes()).actions())
                .singleElement()
                .isInstanceOf(Restart.class);
    }

    @Test
    void theCloserPolicyWinsThenTheFirst() {
        Policy selector = Policies.of("a", "selector: {matchLabels: {app: db}}");
        Policy labels = Policies.of("b", "docker: {labels: {app: db}}");
        Policy project = Policies.of("c", "docker: {composeProject: shop}");
        Policy name = Policies.named("d", "db");
        Box box = BOX.label("app", "db").label("com.docker.compose.project", "shop");
        Assignment all = Assignment.of(box.details(), List.of(selector, labels, project, name));
        assertThat(all.winner()).contains(name);
        assertThat(all.losers()).containsExactly(labels, project, selector);
        assertThat(all.conflicts())
                .hasSize(3)
                .allSatisfy(c -> assertThat(c).contains("does not hold for container db"));
        assertThat(Assignment.of(box.details(), List.of(selector, project, labels))
                        .winner())
                .contains(project);
    }

    @Test
    void aLosersNonceIsNotOwedWhenItWinsLater() {
        Policy winner = Policies.named("w", "db");
        Notes seen = Notes.NONE;
        for (String nonce : List.of("7", "8")) {
            Policy loser = Policies.of("l", "docker: {labels: {app: db}}", "restartNonce: '" + nonce + "'");
            seen = Decider.decide(
                            new Scene(
                                    List.of(winner, loser),
                                    List.of(BOX.label("app", "db").details()),
                                    Set.of(),
                                    Set.of()),
                            seen)
                    .notes();
        }
        Policy alone = Policies.of("l", "docker: {labels: {app: db}}", "restartNonce: '8'");
        assertThat(decide(alone, BOX.label("app", "db"), seen).actions()).isEmpty();
    }
}
