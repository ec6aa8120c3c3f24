package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestNotesTest {
    private static final Instant BEGUN = Instant.parse("2026-05-01T10:00:00.123Z");
    private static final RequestNote PIN = new RequestNote("shop", "db", "id", BEGUN, false, null, null, null);
    private static final RequestNote RUNNING =
            PIN.asBegun(new PolicyRef("GracefulShutdownPolicy", "shop", "p", "u", 3L), BEGUN.plusSeconds(9));
    private static final RequestNote ENDED = RUNNING.asEnded(new ShutdownStatus(
            null,
            null,
            Phase.FINISHED,
            Outcome.GRACEFUL,
            null,
            null,
            null,
            BEGUN,
            null,
            BEGUN.plusMillis(20),
            Duration.ofMillis(20),
            List.of(new ContainerRecord(
                    "db",
                    Outcome.GRACEFUL,
                    0,
                    "exited by itself",
                    List.of(new StepEntry(
                            Duration.ZERO,
                            Signal.TERM,
                            StepRecord.SentBy.AGENT,
                            "1 postgres",
                            Hearing.CATCHES,
                            StepRecord.Result.DELIVERED))))));

    private final MapState state = new MapState();

    @Test
    void theNextLeaderReadsWhatTheLastOneKept() throws IOException {
        RequestNotes notes = new RequestNotes(state);
        assertThat(notes.all()).isEmpty();
        notes.put("a", PIN);
        notes.put("b", RUNNING);
        notes.put("c", ENDED);
        RequestNotes next = new RequestNotes(state);
        assertThat(next.of("a")).contains(PIN);
        assertThat(next.of("b")).contains(RUNNING);
        assertThat(next.of("c")).contains(ENDED);
    }

    @Test
    void whatIsTheSameIsNotWritten() throws IOException {
        RequestNotes notes = new RequestNotes(state);
        notes.put("a", PIN);
        notes.put("a", PIN);
        notes.remove("b");
        assertThat(state.writes()).isEqualTo(1);
    }

    @Test
    void whatWasRemovedIsGoneForTheNextLeaderToo() throws IOException {
        RequestNotes notes = new RequestNotes(state);
        notes.put("a", PIN);
        notes.remove("a");
        assertThat(new RequestNotes(state).all()).isEmpty();
    }

    @Test
    void whatCouldNotBeKeptDoesNotCount() throws IOException {
        RequestNotes notes = new RequestNotes(state);
        state.fail(true);
        assertThatThrownBy(() -> notes.put("a", PIN)).isInstanceOf(IOException.class);
        assertThat(notes.of("a")).isEmpty();
    }

    @Test
    void whatSomebodyHasBrokenIsToldWithTheRemedy() throws IOException {
        state.put("requests.json", "{");
        assertThatThrownBy(() -> new RequestNotes(state)).hasMessageContaining("take it out of the host's ConfigMap");
    }
}
