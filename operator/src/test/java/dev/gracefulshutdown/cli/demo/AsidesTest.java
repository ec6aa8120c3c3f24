package dev.gracefulshutdown.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AsidesTest {
    private static Optional<String> text(Duration drain, Told... told) {
        return Asides.text(Performances.of(
                Role.all().getFirst(),
                Outcome.FORCED,
                137,
                Duration.ofSeconds(9),
                drain,
                List.of(told),
                Optional.empty()));
    }

    @Test
    void anExtensionNamesTheConditionsThatGaveIt() {
        assertThat(text(
                        Duration.ZERO,
                        new Told(
                                Duration.ofSeconds(4),
                                Notice.EXTENDED,
                                Set.of(Condition.CONNECTIONS, Condition.DISK_WAIT))))
                .contains("4s extended: DiskWait, Connections");
    }

    @Test
    void aConditionThatCannotBeReadIsNamed() {
        assertThat(text(
                        Duration.ZERO,
                        new Told(Duration.ofSeconds(4), Notice.CONDITION_UNKNOWN, Set.of(Condition.DISK_WRITES))))
                .contains("4s not extended: DiskWrites can't be read here");
    }

    @Test
    void aDrainDelayStandsBeforeTheFirstSignalSoThatTheTimesAddUp() {
        assertThat(text(Duration.ofMillis(1_500))).contains("-1.5s drain delay: no signal for 1.5s");
    }

    @Test
    void whereNothingHappenedNothingIsSaid() {
        assertThat(text(Duration.ZERO)).isEmpty();
    }
}
