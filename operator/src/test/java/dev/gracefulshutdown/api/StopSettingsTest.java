package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSettingsTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    record Named(String name, @JsonUnwrapped StopSettings settings) {}

    @Test
    void everyFieldIsReadAndWrittenUnderTheDesignsNames() throws Exception {
        String yaml = """
                ---
                strategy: "Stop"
                profile: "PostgreSQL"
                stopSignal: "SIGTERM"
                killSignal: "SIGKILL"
                gracePeriod: "1m"
                escalation:
                - at: "20s"
                  signal: "SIGINT"
                  to: "Auto"
                - beforeEnd: "2s"
                  signal: "SIGQUIT"
                  purpose: "Diagnose"
                delivery: "All"
                onUndeliverable: "Skip"
                drainDelay: "5s"
                extendWhile:
                - "DiskWait"
                - "Connections"
                maxExtension: "5m"
                onDeadline: "Hold"
                """;
        StopSettings read = YAML.readValue(yaml, StopSettings.class);

        assertThat(read)
                .isEqualTo(StopSettings.builder()
                        .strategy(Strategy.STOP)
                        .profile("PostgreSQL")
                        .stopSignal(Signal.TERM)
                        .killSignal(Signal.KILL)
                        .gracePeriod(Duration.ofMinutes(1))
                        .escalation(
                                new EscalationStep(Duration.ofSeconds(20), null, Signal.INT, Delivery.AUTO, null),
                                new EscalationStep(null, Duration.ofSeconds(2), Signal.QUIT, null, Purpose.DIAGNOSE))
                        .delivery(Delivery.ALL)
                        .onUndeliverable(OnUndeliverable.SKIP)
                        .drainDelay(Duration.ofSeconds(5))
                        .extendWhile(Condition.CONNECTIONS, Condition.DISK_WAIT)
                        .maxExtension(Duration.ofMinutes(5))
                        .onDeadline(OnDeadline.HOLD)
                        .build());
        assertThat(YAML.writeValueAsString(read)).isEqualTo(yaml);
    }

    @Test
    void unwrappedIntoAnOwnerWithFieldsOfItsOwn() throws Exception {
        Named read = YAML.readValue("{name: metrics, strategy: Kill, killSignal: USR1}", Named.class);

        assertThat(read)
                .isEqualTo(new Named(
                        "metrics",
                        StopSettings.builder()
                                .strategy(Strategy.KILL)
                                .killSignal(Signal.USR1)
                                .build()));
        assertThat(YAML.writeValueAsString(read))
                .isEqualTo("---\nname: \"metrics\"\nstrategy: \"Kill\"\nkillSignal: \"SIGUSR1\"\n");
    }

    @Test
    void nothingSetIsNone() throws Exception {
        assertThat(YAML.readValue("{name: metrics}", Named.class)).isEqualTo(new Named("metrics", StopSettings.NONE));
        assertThat(YAML.writeValueAsString(StopSettings.NONE)).isEqualTo("--- {}\n");
    }

    @Test
    void anEmptyListIsSetAndStaysSo() throws Exception {
        StopSettings noSteps = YAML.readValue("escalation: []", StopSettings.class);

        assertThat(noSteps.escalation()).isEmpty();
        assertThat(YAML.writeValueAsString(noSteps)).isEqualTo("---\nescalation: []\n");
    }

    @Test
    void whatIsNotSetComesFromTheOther() {
        StopSettings override = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(5))
                .escalation()
                .build();
        StopSettings policy = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(60))
                .stopSignal(Signal.INT)
                .escalation(EscalationStep.at(Duration.ofSeconds(20), Signal.QUIT))
                .build();

        StopSettings both = override.orElse(policy);

        assertThat(both.gracePeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(both.stopSignal()).isEqualTo(Signal.INT);
        assertThat(both.escalation()).isEqualTo(List.of());
        assertThat(both.onDeadline()).isNull();
    }

    @Test
    void anUnknownConstantNamesTheAllowedOnes() {
        assertThatThrownBy(() -> YAML.readValue("delivery: Everyone", StopSettings.class))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("allowed are Auto, Main, Descendants, All");
    }
}
