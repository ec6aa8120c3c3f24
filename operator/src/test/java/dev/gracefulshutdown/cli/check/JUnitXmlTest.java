package dev.gracefulshutdown.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.Setup;
import dev.gracefulshutdown.diagnosis.StopDefaults;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class JUnitXmlTest {
    private static Result result(Outcome outcome, int code, String... killed) {
        ShutdownReport report = new ShutdownReport(
                "id",
                Optional.of(outcome),
                "reason",
                new ExitStatus.Code(code),
                List.of(),
                List.of(),
                Instant.EPOCH,
                Duration.ofMillis(1_500),
                Duration.ZERO,
                true);
        Diagnosis diagnosis =
                Diagnosis.of(Facts.unreadable("<orders> & \"co\"\u0001", "no <cat>", StopDefaults.DOCKER, Setup.NONE));
        return new Result(
                "<image> & \"co\"\u0001", Duration.ZERO, Duration.ofSeconds(10), report, List.of(killed), diagnosis);
    }

    private static Element parsed(Result result) throws Exception {
        byte[] text = JUnitXml.of(result).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text))
                .getDocumentElement();
    }

    @Test
    void whateverIsInTheWordsItIsXml() throws Exception {
        Element suite = parsed(result(Outcome.FORCED, 137, "7 <sh>"));

        assertThat(suite.getAttribute("name")).isEqualTo("graceful check <image> & \"co\"?");
        assertThat(suite.getAttribute("time")).isEqualTo("1.500");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(3);
    }

    @Test
    void aGoodImageHasNoFailure() throws Exception {
        Element suite = parsed(result(Outcome.GRACEFUL, 0));

        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    }

    @Test
    void killedChildrenAreAFailureThoughTheContainerEndedByItself() throws Exception {
        assertThat(result(Outcome.GRACEFUL, 0, "7 server").isGood()).isFalse();
        assertThat(parsed(result(Outcome.GRACEFUL, 0, "7 server")).getAttribute("failures"))
                .isEqualTo("1");
    }

    @Test
    void theSignalsOwnCodeIsNoError() {
        assertThat(result(Outcome.GRACEFUL, 143).saysError()).isFalse();
        assertThat(result(Outcome.GRACEFUL, 2).saysError()).isTrue();
    }
}
