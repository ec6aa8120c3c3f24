package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What was seen of containers before anybody asked them to end (rule 4). */
class BaselinesTest {
    private final Baselines baselines = new Baselines();

    private static Reading reading(SignalSet caught) {
        ProcessFacts main = new ProcessFacts(
                new ProcessKey(100, 1), 1, 1, "server", 'S', caught, SignalSet.NONE, SignalSet.NONE, false, true);
        return new Reading(100, 60_000, List.of(main));
    }

    private static Reading hearing() {
        return reading(SignalSet.of(Signal.TERM));
    }

    private static Reading deaf() {
        return reading(SignalSet.NONE);
    }

    private static Hearing term(HearingMemory memory) {
        return memory.hearing(deaf().main().orElseThrow(), Signal.TERM);
    }

    @Test
    void whoeverWasSeenToHearOnceIsKnownToHear() {
        baselines.observe("a", Optional.of(new Seen(hearing())));
        baselines.observe("a", Optional.of(new Seen(deaf())));
        assertThat(term(baselines.take("a"))).isEqualTo(Hearing.CATCHES);
    }

    @Test
    void whatIsKnownOfOneContainerSaysNothingOfAnother() {
        baselines.observe("a", Optional.of(new Seen(hearing())));
        assertThat(term(baselines.take("b"))).isEqualTo(Hearing.DEAF);
        assertThat(term(baselines.take("a"))).isEqualTo(Hearing.CATCHES);
    }

    @Test
    void whoeverTakesItGoesOnWithItAlone() {
        baselines.observe("a", Optional.of(new Seen(hearing())));
        HearingMemory taken = baselines.take("a");
        HearingMemory next = baselines.take("a");
        assertThat(next).isNotSameAs(taken);
        assertThat(term(next)).isEqualTo(Hearing.DEAF);
    }

    @Test
    void aLookGivesWhatWasReadAndLetsGoOfTheContainer() {
        Seen seen = new Seen(hearing());
        assertThat(baselines.observe("a", Optional.of(seen))).contains(hearing());
        assertThat(seen.closed).isTrue();
    }

    @Test
    void ofOneThatCannotBeSeenNothingIsKnown() {
        assertThat(baselines.observe("a", Optional.empty())).isEmpty();
        assertThat(baselines.take("a").snapshot()).isEmpty();
    }

    /** A container that can be looked at, and nothing else. */
    private static final class Seen implements Container {
        private final Reading reading;
        private boolean closed;

        Seen(Reading reading) {
            this.reading = reading;
        }

        @Override
        public Reading read() {
            return reading;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public ContainerIdentity identity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SendResult send(Signal signal, ProcessKey process) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SendResult killAll() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<ExitStatus> exit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void prepare(Set<Condition> conditions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long oomKills() {
            throw new UnsupportedOperationException();
        }
    }
}
