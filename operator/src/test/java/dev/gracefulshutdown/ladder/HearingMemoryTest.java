package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HearingMemoryTest {
    private static final ProcessKey MAIN = new ProcessKey(100, 1);

    private static Reading reading(String name, String caught) {
        SignalSet none = SignalSet.parse("0");
        return new Reading(
                MAIN.pid(),
                1000,
                List.of(new ProcessFacts(MAIN, 1, 1, name, 'S', SignalSet.parse(caught), none, none, false, true)));
    }

    private static Hearing hearing(HearingMemory memory, Reading now) {
        return memory.hearing(now.main().orElseThrow(), Signal.TERM);
    }

    @Test
    void whoHeardOnceIsNeverDeafAfterwards() {
        HearingMemory memory = new HearingMemory();
        memory.observe(reading("server", "4000"));
        Reading later = reading("server", "0");
        memory.observe(later);

        assertThat(hearing(memory, later)).isEqualTo(Hearing.CATCHES);
    }

    @Test
    void whatARuntimesInitHeardSaysNothingOfTheProgramThatItBecomes() {
        HearingMemory memory = new HearingMemory();
        memory.observe(reading("runc:[2:INIT]", "7fffffff"));
        Reading later = reading("sh", "0");
        memory.observe(later);

        assertThat(hearing(memory, later)).isEqualTo(Hearing.DEAF);
    }

    @Test
    void whoRenamesItselfWhileItEndsIsRememberedAllTheSame() {
        HearingMemory memory = new HearingMemory();
        memory.observe(reading("worker", "4000"));
        memory.signalled();
        Reading later = reading("worker: ending", "0");
        memory.observe(later);

        assertThat(hearing(memory, later)).isEqualTo(Hearing.CATCHES);
    }
}
