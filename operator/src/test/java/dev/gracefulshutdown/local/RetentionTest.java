package dev.gracefulshutdown.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.host.OthersEnd;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.host.ShutdownResources;
import dev.gracefulshutdown.keeper.Box;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private void add(String container, Instant at, History history) throws IOException {
        var details = Box.running(container).details();
        new RecordsFile(folder, policy -> history)
                .add(
                        ShutdownResources.of(
                                details,
                                Reason.observed(Optional.of("p")),
                                OthersEnd.report(
                                        container,
                                        ExitStatus.ofEngineCode(0),
                                        Optional.of(Signal.TERM),
                                        Optional.empty(),
                                        at,
                                        at)),
                        at);
    }

    private String lines() throws IOException {
        return Files.readString(folder.resolve("records.jsonl"));
    }

    @Test
    void theNewestStayUpToTheLimit() throws IOException {
        History two = new History(2, null, null);
        for (String name : new String[] {"a", "b", "c"}) {
            add(name, NOON, two);
        }
        assertThat(lines().lines()).hasSize(2);
        assertThat(lines()).contains("\"name\":\"b\"", "\"name\":\"c\"").doesNotContain("\"name\":\"a\"");
    }

    @Test
    void theOldGo() throws IOException {
        History hour = new History(null, Duration.ofHours(1), null);
        add("a", NOON, hour);
        add("b", NOON.plusSeconds(3_601), hour);
        assertThat(lines().lines()).hasSize(1);
    }

    @Test
    void gracefulOnesAreNotNotable() throws IOException {
        add("a", NOON, new History(null, null, History.Keep.NOTABLE));
        assertThat(lines()).isEmpty();
    }
}
