package dev.gracefulshutdown.cli.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ScheduleTest {
    private static Schedule of(String text) {
        return new Schedule.Reader().convert(text);
    }

    @Test
    void offsetsAreTheSumsOfTheWaits() {
        assertThat(of("TERM/20/INT/10/KILL"))
                .isEqualTo(new Schedule(
                        Signal.TERM,
                        List.of(EscalationStep.at(Duration.ofSeconds(20), Signal.INT)),
                        Duration.ofSeconds(30),
                        OnDeadline.KILL));
    }

    @Test
    void aNumberAloneIsTermAndKill() {
        assertThat(of("30")).isEqualTo(of("-TERM/30/SIGKILL"));
    }

    @Test
    void foreverNeverKills() {
        assertThat(of("TERM/20/forever").end()).isEqualTo(OnDeadline.HOLD);
        assertThat(of("TERM/20/forever").grace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(of("TERM/20/INT/forever").grace()).isEqualTo(Durations.MAX);
        assertThat(of("QUIT/forever").later()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TERM/20, no end",
        "TERM, no end",
        "KILL, asks nobody",
        "TERM/INT/KILL, where seconds belong",
        "TERM/0/INT/5/KILL, where seconds belong",
        "20/KILL, where a signal belongs",
        "TERM/20/TREM/5/KILL, where a signal belongs",
        "TERM/20/KILL/INT, goes on after KILL",
        "TERM/5/STOP/5/KILL, asks nobody",
        "TERM/KILL, where seconds belong",
    })
    void whatMakesNoLadderIsNamed(String text, String what) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> of(text))
                .withMessageContaining(what)
                .withMessageContaining(text);
    }
}
