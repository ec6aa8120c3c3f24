package dev.gracefulshutdown.operator.admission.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(90);
    private static final Duration DELAY = Duration.ofMinutes(1);
    private static final Set<String> HOSTS = Set.of("graceful-webhook.graceful-system.svc", "127.0.0.1");

    private final Rotation rotation = new Rotation(new Issuer(LIFETIME), DELAY);

    private Certificates begun() {
        return rotation.next(Certificates.NONE, HOSTS, Optional.empty(), NOW);
    }

    private Certificates renewed() {
        return rotation.next(begun(), HOSTS, Optional.empty(), NOW.plus(Duration.ofDays(60)));
    }

    @Test
    void theFirstOneIsServedAtOnce() throws GeneralSecurityException {
        KeyedCertificate first = begun().current().orElseThrow();

        assertThat(first.hosts()).isEqualTo(HOSTS);
        assertThat(first.end()).isEqualTo(NOW.plus(LIFETIME));
        assertThat(begun().next()).isEmpty();
    }

    @Test
    void aCertificateIsSignedByAnAuthorityThatCanSignNoOther() throws GeneralSecurityException {
        List<X509Certificate> chain = begun().current().orElseThrow().certificates();

        assertThat(chain).hasSize(2);
        chain.getFirst().verify(chain.getLast().getPublicKey());
        chain.getLast().verify(chain.getLast().getPublicKey());
        assertThat(chain.getLast().getBasicConstraints()).isZero();
        assertThat(chain.getFirst().getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void nothingIsDoneWhileMoreThanAThirdIsLeft() {
        Certificates begun = begun();

        assertThat(rotation.next(begun, HOSTS, Optional.of(NOW), NOW.plus(Duration.ofDays(59))))
                .isEqualTo(begun);
    }

    @Test
    void theNextOneIsTrustedBesideTheOneThatIsServed() throws GeneralSecurityException {
        Certificates renewed = renewed();

        assertThat(renewed.next()).isPresent();
        assertThat(renewed.trusted())
                .isEqualTo(renewed.current().orElseThrow().authority()
                        + renewed.next().orElseThrow().authority());
    }

    @Test
    void itIsNotServedBeforeEveryApiServerTrustsIt() {
        Certificates renewed = renewed();
        Instant then = NOW.plus(Duration.ofDays(61));

        assertThat(rotation.next(renewed, HOSTS, Optional.empty(), then)).isEqualTo(renewed);
        assertThat(rotation.next(renewed, HOSTS, Optional.of(then.minusSeconds(59)), then))
                .isEqualTo(renewed);
        Certificates promoted = rotation.next(renewed, HOSTS, Optional.of(then.minusSeconds(60)), then);
        assertThat(promoted.current()).isEqualTo(renewed.next());
        assertThat(promoted.next()).isEmpty();
        assertThat(promoted.trusted()).isEqualTo(renewed.trusted());
    }

    @Test
    void anotherNameOfTheServiceIsAnotherCertificate() throws GeneralSecurityException {
        Set<String> others = Set.of("other.graceful-system.svc");
        Certificates begun = begun();
        Certificates next = rotation.next(begun, others, Optional.of(NOW), NOW);

        assertThat(next.current()).isEqualTo(begun.current());
        assertThat(next.next().orElseThrow().hosts()).isEqualTo(others);
    }

    @Test
    void whatCannotBeReadOrIsOverIsMadeAnew() throws GeneralSecurityException {
        var broken = new Certificates(Optional.of(new KeyedCertificate("no", "no")), Optional.empty(), "no");

        assertThat(rotation.next(broken, HOSTS, Optional.empty(), NOW)
                        .current()
                        .orElseThrow()
                        .hosts())
                .isEqualTo(HOSTS);
        Instant late = NOW.plus(LIFETIME).plusSeconds(1);
        assertThat(rotation.next(begun(), HOSTS, Optional.empty(), late)
                        .current()
                        .orElseThrow()
                        .end())
                .isEqualTo(late.plus(LIFETIME));
    }

    @Test
    void noKeyIsEverPrinted() {
        KeyedCertificate first = begun().current().orElseThrow();

        assertThat(first.key()).contains("PRIVATE KEY");
        assertThat(begun().toString()).doesNotContain("PRIVATE KEY");
    }
}
