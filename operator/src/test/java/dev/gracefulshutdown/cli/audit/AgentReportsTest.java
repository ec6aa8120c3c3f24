package dev.gracefulshutdown.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.NodeShutdownReport;
import dev.gracefulshutdown.api.NodeShutdownReportSpec;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Expectation;
import dev.gracefulshutdown.diagnosis.Sentences;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentReportsTest {
    private static final StopDefaults TERM = stop(Signal.TERM);

    private static StopDefaults stop(Signal signal) {
        return new StopDefaults(signal, StopDefaults.Source.RUNTIME, Duration.ofSeconds(20), StopDefaults.Source.POD);
    }

    private static AgentReports reports(Hearing hearing, String verdict) {
        NodeShutdownReport report = new NodeShutdownReport();
        report.setSpec(new NodeShutdownReportSpec(
                Instant.EPOCH,
                new NodeShutdownReportSpec.Summary(1, 0, 1, 0, 0),
                List.of(new NodeShutdownReportSpec.Container(
                        "shop", "web", "1", "app", "server", Signal.TERM, hearing, verdict, "seen", null, null))));
        return AgentReports.of(List.of(report));
    }

    @ParameterizedTest
    @CsvSource({
        "CATCHES,Ends,ENDS,ends by itself",
        "DEAF,Killed,KILLED,killed after 20s: nobody hears",
        "DEAF,Wrapped,KILLED,killed after 20s: a child of it never hears",
        "CATCHES,Sits,PERHAPS,perhaps killed after 20s",
    })
    void whatAnAgentHasReadIsTold(Hearing hearing, String verdict, Expectation expected, String words) {
        Optional<Diagnosis> told = reports(hearing, verdict).diagnosis("1", "app", TERM);

        assertThat(told).isPresent();
        assertThat(told.get().evidence().hearing()).isEqualTo(hearing);
        assertThat(told.get().main()).contains("server");
        assertThat(told.get().verdict().kind()).isEqualTo(verdict);
        assertThat(told.get().verdict().expectation()).isEqualTo(expected);
        assertThat(Sentences.brief(told.get().verdict(), Duration.ofSeconds(20)))
                .isEqualTo(words);
    }

    @Test
    void whatWasNotReadOrIsAboutAnotherSignalOrContainerTellsNothing() {
        assertThat(reports(Hearing.UNKNOWN, "Unknown").diagnosis("1", "app", TERM))
                .isEmpty();
        AgentReports read = reports(Hearing.CATCHES, "Ends");
        assertThat(read.diagnosis("1", "app", stop(Signal.QUIT))).isEmpty();
        assertThat(read.diagnosis("1", "other", TERM)).isEmpty();
        assertThat(read.diagnosis("2", "app", TERM)).isEmpty();
    }
}
