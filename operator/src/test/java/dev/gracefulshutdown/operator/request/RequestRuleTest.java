package dev.gracefulshutdown.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.operator.request.RequestRule.Facts;
import dev.gracefulshutdown.operator.request.RequestRule.Sight;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@NullUnmarked
class RequestRuleTest {
    private static final Sight RUNNING = new Sight("a", false, false);
    private static final Sight TERMINATING = new Sight("a", false, true);

    @Test
    void withoutThePodNothingIsDone() {
        assertThat(decide(null, null, false, null)).isInstanceOf(RequestStep.Gone.class);
    }

    @Test
    void anotherPodOfThatNameIsNotTouchedAndBothUidsAreNamed() {
        assertThat(decide("b", null, false, RUNNING))
                .isInstanceOfSatisfying(
                        RequestStep.Gone.class,
                        gone -> assertThat(gone.message()).contains("uid b", "uid a", "not touched"));
    }

    @Test
    void whatIsOverIsLeftAlone() {
        assertThat(decide(null, null, false, new Sight("a", true, false))).isInstanceOf(RequestStep.Gone.class);
    }

    @Test
    void thePresentPodIsPinnedBeforeAnythingIsDone() {
        assertThat(decide(null, null, false, RUNNING)).isEqualTo(new RequestStep.Pin("a"));
        assertThat(decide("a", null, false, RUNNING)).isEqualTo(new RequestStep.Pin("a"));
        assertThat(decide(null, null, false, TERMINATING)).isEqualTo(new RequestStep.Pin("a"));
    }

    @Test
    void thePinnedPodIsDeletedAndOneThatIsBeingDeletedIsFollowed() {
        assertThat(decide(null, "a", false, RUNNING)).isInstanceOf(RequestStep.Begin.class);
        assertThat(decide(null, "a", false, TERMINATING)).isInstanceOf(RequestStep.Follow.class);
        assertThat(decide(null, "a", true, RUNNING)).isInstanceOf(RequestStep.Follow.class);
    }

    @Test
    void itIsOverWhenThePinnedPodIsGoneWhoeverHasItsNameNow() {
        assertThat(decide(null, "a", true, null)).isInstanceOf(RequestStep.Finish.class);
        assertThat(decide(null, "a", true, new Sight("b", false, false))).isInstanceOf(RequestStep.Finish.class);
    }

    @RepeatedTest(500)
    void inNoCourseOfEventsIsAPodDeletedTwiceOrAnotherOneAtAll(RepetitionInfo repetition) {
        World world = new World(new Random(repetition.getCurrentRepetition()));
        for (int turn = 0; turn < 60 && !world.over; turn++) {
            world.somethingHappens();
            world.operator();
        }
        world.podGoes();
        world.operator();
        world.operator();
        assertThat(world.over).isTrue();
        assertThat(world.deletions).isLessThanOrEqualTo(1);
    }

    private static RequestStep decide(String asked, String pinned, boolean running, Sight pod) {
        return RequestRule.decide(
                new Facts(Optional.ofNullable(asked), Optional.ofNullable(pinned), running, Optional.ofNullable(pod)));
    }

    /** An API server, others who use it too, and an operator that dies at any moment. */
    private static final class World {
        private final Random random;
        private Optional<Sight> pod = Optional.of(new Sight("uid-0", false, false));
        private Optional<String> pinned = Optional.empty();
        private boolean running;
        private boolean over;
        private int uids;
        private int deletions;

        World(Random random) {
            this.random = random;
        }

        void somethingHappens() {
            switch (random.nextInt(8)) {
                case 0 -> pod = pod.map(it -> new Sight(it.uid(), it.over(), true));
                case 1 -> pod = pod.filter(it -> !it.terminating());
                case 2 -> podGoes();
                case 3 -> pod = Optional.of(pod.orElseGet(() -> new Sight("uid-" + ++uids, false, false)));
                default -> {
                    // Nothing.
                }
            }
        }

        void podGoes() {
            pod = Optional.empty();
        }

        void operator() {
            Optional<Sight> seen = pod;
            switch (RequestRule.decide(new Facts(Optional.empty(), pinned, running, seen))) {
                case RequestStep.Gone _ -> over |= !dies();
                case RequestStep.Finish() -> over |= !dies();
                case RequestStep.Pin(String uid) -> pinned = dies() ? pinned : Optional.of(uid);
                case RequestStep.Begin() -> {
                    somethingHappens();
                    delete(seen.orElseThrow());
                }
                case RequestStep.Follow() -> running |= !dies();
            }
        }

        /** With preconditions on the state that was seen, as the API server keeps them. */
        private void delete(Sight seen) {
            assertThat(pinned).contains(seen.uid());
            assertThat(seen.terminating()).isFalse();
            if (!pod.equals(Optional.of(seen)) || dies()) {
                return;
            }
            deletions++;
            pod = Optional.of(new Sight(seen.uid(), seen.over(), true));
            running |= !dies();
        }

        private boolean dies() {
            return random.nextInt(4) == 0;
        }
    }
}
