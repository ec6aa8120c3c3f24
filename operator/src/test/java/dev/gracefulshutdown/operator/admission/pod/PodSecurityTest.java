package dev.gracefulshutdown.operator.admission.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSecurityTest {
    @ParameterizedTest
    @CsvSource({
        "privileged, true",
        "privileged:v1.34, true",
        "baseline, false",
        "baseline:latest, false",
        "baseline:v1.33, true",
        "baseline:v1.34, false",
        "restricted:v1.25, true",
        "restricted:v1.100, false"
    })
    void hostsAreForbiddenFrom134On(String text, boolean allowed) {
        assertThat(PodSecurity.parse(text).allowsHost()).isEqualTo(allowed);
    }

    @Test
    void aNamespacesOwnLabelWins() {
        PodSecurity cluster = PodSecurity.parse("baseline");

        assertThat(cluster.of(Map.of()).allowsHost()).isFalse();
        assertThat(cluster.of(Map.of("pod-security.kubernetes.io/enforce", "privileged"))
                        .allowsHost())
                .isTrue();
    }

    @Test
    void aLevelThatThereIsNotIsRestrictedAsForTheApiServer() {
        assertThat(PodSecurity.PRIVILEGED
                        .of(Map.of("pod-security.kubernetes.io/enforce", "basline"))
                        .allowsHost())
                .isFalse();
        assertThat(PodSecurity.PRIVILEGED
                        .of(Map.of(
                                "pod-security.kubernetes.io/enforce", "baseline",
                                "pod-security.kubernetes.io/enforce-version", "1.33"))
                        .allowsHost())
                .isFalse();
    }

    @Test
    void whatIsNoLevelIsRefusedWithAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurity.parse("strict"))
                .withMessageContaining("baseline:v1.33");
    }
}
