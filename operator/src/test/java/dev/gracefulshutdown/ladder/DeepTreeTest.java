package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container can fork as deep as its PIDs go, and must not take our stack or our time with it. */
class DeepTreeTest {
    private static final int DEPTH = 30_000;

    @Test
    void theEndOfAChainOfThirtyThousandIsFound() {
        List<ProcessFacts> chain = new ArrayList<>();
        for (int i = 0; i < DEPTH; i++) {
            Signal[] caught = i == DEPTH - 1 ? new Signal[] {Signal.TERM} : new Signal[0];
            chain.add(World.process(1000 + i, 999 + i, 1 + i, "sh", caught));
        }
        Reading reading = new Reading(1000, 60_000, chain);
        assertThat(reading.tree()).hasSize(DEPTH);
        for (Delivery delivery : List.of(Delivery.AUTO, Delivery.DESCENDANTS)) {
            assertThat(Targets.of(reading, new HearingMemory(), Signal.TERM, delivery)
                            .processes())
                    .containsExactly(chain.getLast());
        }
        assertThat(Targets.of(reading, new HearingMemory(), Signal.TERM, Delivery.ALL)
                        .processes())
                .hasSize(DEPTH)
                .endsWith(chain.getFirst());
    }

    @Test
    void aLoopThatWasReadWhileTheTreeChangedIsNoTrap() {
        ProcessFacts main = World.process(10, 1, 1, "sh");
        ProcessFacts one = World.process(11, 12, 2, "sh");
        ProcessFacts other = World.process(12, 11, 3, "sh", Signal.TERM);
        Reading reading = new Reading(10, 60_000, List.of(main, one, other));
        assertThat(reading.tree()).containsExactly(main);
        assertThat(Targets.of(reading, new HearingMemory(), Signal.TERM, Delivery.AUTO)
                        .processes())
                .containsExactly(main);
    }
}
