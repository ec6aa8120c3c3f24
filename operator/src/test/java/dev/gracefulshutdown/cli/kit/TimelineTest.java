package dev.gracefulshutdown.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    @Test
    void everyStepTellsWhenWhatToWhomAndWhetherItArrived() {
        Timeline timeline = Timeline.of(
                List.of(Steps.heard(0, Signal.TERM, "1 postgres"), Steps.heard(3000, Signal.INT, "1 postgres")),
                Duration.ofMillis(3214),
                Outcome.ESCALATED,
                "exited by itself after SIGINT");

        assertThat(timeline.render(Style.plain()))
                .containsExactly(
                        "     0.000 s   SIGTERM   -> 1 postgres   Catches   Delivered",
                        "     3.000 s   SIGINT    -> 1 postgres   Catches   Delivered",
                        "     3.214 s   * Escalated: exited by itself after SIGINT");
    }

    @Test
    void whatHappenedBesideTheStepsStandsAtItsTime() {
        Timeline timeline = Timeline.of(
                        List.of(Steps.heard(0, Signal.TERM, "1 sh"), Steps.heard(5000, Signal.KILL, "all")),
                        Duration.ofMillis(5002),
                        Outcome.FORCED,
                        "killed by SIGKILL (137)")
                .with(List.of(
                        new Timeline.Note(Duration.ofSeconds(-2), Styled.plain("drain delay")),
                        new Timeline.Note(Duration.ofSeconds(4), Styled.plain("extended: Connections"))));

        assertThat(timeline.render(Style.plain()))
                .containsExactly(
                        "    -2.000 s   drain delay",
                        "     0.000 s   SIGTERM   -> 1 sh   Catches   Delivered",
                        "     4.000 s   extended: Connections",
                        "     5.000 s   SIGKILL   -> all    Catches   Delivered",
                        "     5.002 s   x Forced: killed by SIGKILL (137)");
    }

    @Test
    void whatHappenedAfterTheLastStepStandsBeforeTheEnd() {
        Timeline timeline = Timeline.of(
                        List.of(Steps.heard(0, Signal.TERM, "1 sh")),
                        Duration.ofSeconds(6),
                        Outcome.GRACEFUL,
                        "exited by itself after SIGTERM")
                .with(List.of(new Timeline.Note(Duration.ofSeconds(3), Styled.plain("held"))));

        assertThat(timeline.render(Style.plain()))
                .containsExactly(
                        "     0.000 s   SIGTERM   -> 1 sh   Catches   Delivered",
                        "     3.000 s   held",
                        "     6.000 s   * Graceful: exited by itself after SIGTERM");
    }

    @Test
    void aStepThatNobodyCouldHearSaysSo() {
        Timeline timeline = new Timeline(List.of(Steps.unheard(0, Signal.TERM)), List.of(), Optional.empty());

        assertThat(timeline.render(Style.plain()))
                .containsExactly("     0.000 s   SIGTERM   -> nobody   Deaf   Undeliverable by the engine");
    }

    @Test
    void deafIsRedAndHeardIsGreen() {
        Style color = new Style(true, Glyphs.UNICODE);

        assertThat(String.join(
                        "\n",
                        new Timeline(List.of(Steps.unheard(0, Signal.TERM)), List.of(), Optional.empty())
                                .render(color)))
                .contains("\033[31mDeaf\033[0m");
        assertThat(String.join(
                        "\n",
                        new Timeline(List.of(Steps.heard(0, Signal.TERM, "1 sh")), List.of(), Optional.empty())
                                .render(color)))
                .contains("\033[32mCatches\033[0m");
    }

    @Test
    void barsShareOneScaleAndShowSignalsWhereTheyWereSent() {
        TimeBars bars = new TimeBars()
                .add(
                        "docker stop",
                        List.of(Steps.unheard(0, Signal.TERM), Steps.unheard(10_000, Signal.KILL)),
                        Duration.ofSeconds(10),
                        Outcome.FORCED)
                .add(
                        "policy",
                        List.of(Steps.heard(0, Signal.TERM, "1 postgres"), Steps.heard(3000, Signal.INT, "1 postgres")),
                        Duration.ofSeconds(5),
                        Outcome.ESCALATED);

        assertThat(bars.render(Style.plain(), 59))
                .containsExactly(
                        "docker stop   TERM================x 10.000 s Forced",
                        "policy        TERM==INT=* 5.000 s Escalated");
    }

    @Test
    void nothingToCompareIsNothingDrawn() {
        assertThat(new TimeBars().render(Style.plain(), 80)).isEmpty();
    }
}
