package dev.gracefulshutdown.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.NodeShutdownReportSpec.Container;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SignalsCheckTest {
    private static final Container DEAF = row("web-1", "main", Hearing.DEAF, "Deaf");
    private static final Container HEARS = row("web-0", "main", Hearing.CATCHES, "Heard");
    private static final Container WRAPPED = row("web-2", "main", Hearing.DEAF, "Wrapped");
    private static final Container UNREADABLE = row("web-3", "main", Hearing.UNKNOWN, "Unknown");

    @Test
    void theContainerThatHearsNobodyIsNamedWithItsEvidenceAndAdvice() {
        Finding finding = check("{}", HEARS, DEAF);
        assertThat(finding.state()).isEqualTo(Finding.State.FALSE);
        assertThat(finding.reason()).isEqualTo(Reason.NOBODY_HEARS);
        assertThat(finding.message())
                .contains(
                        "container main of pod web-1",
                        "main process sh",
                        "SIGTERM",
                        "PID 1 sh without a handler",
                        "JsonForm");
    }

    @Test
    void aChildThatHearsIsReachedUnlessThePolicySendsToTheMainProcessAlone() {
        assertThat(check("{}", WRAPPED).state()).isEqualTo(Finding.State.TRUE);
        assertThat(check("{delivery: Main}", WRAPPED).state()).isEqualTo(Finding.State.FALSE);
    }

    @Test
    void whatIsKilledNeedsNoEars() {
        assertThat(check("{strategy: Kill}", DEAF).reason()).isEqualTo(Reason.NO_REPORT);
    }

    @Test
    void whatCanNotBeReadIsUnknownAndNotGuessed() {
        assertThat(check("{}", HEARS, UNREADABLE).state()).isEqualTo(Finding.State.UNKNOWN);
        assertThat(check("{}").reason()).isEqualTo(Reason.NO_REPORT);
    }

    @Test
    void theOrderOfReportsDoesNotChangeTheWords() {
        Container other = row("web-9", "main", Hearing.DEAF, "Deaf");
        assertThat(check("{}", other, DEAF)).isEqualTo(check("{}", DEAF, other));
    }

    private static Finding check(String spec, Container... rows) {
        PolicySpec policy = Serialization.unmarshal(
                        "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: GracefulShutdownPolicy, spec: " + spec
                                + "}",
                        GracefulShutdownPolicy.class)
                .getSpec();
        return SignalsCheck.of(policy, List.of(rows));
    }

    private static Container row(String pod, String name, Hearing hearing, String verdict) {
        return new Container(
                "shop",
                pod,
                "uid-" + pod,
                name,
                "sh",
                Signal.TERM,
                hearing,
                verdict,
                "PID 1 sh without a handler",
                "JsonForm",
                null);
    }
}
