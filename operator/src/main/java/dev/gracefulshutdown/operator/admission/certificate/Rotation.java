package dev.gracefulshutdown.operator.admission.certificate;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When certificates are renewed. The next one is trusted first and served later, and the authority before it stays trusted
 * until the next renewal, so that there is no moment in which a replica serves what an API server does not trust.
 */
final class Rotation {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final int LEFT_AT_RENEWAL = 3;

    private final Issuer issuer;
    private final Duration trustDelay;

    Rotation(Issuer issuer, Duration trustDelay) {
        this.issuer = issuer;
        this.trustDelay = trustDelay;
    }

    /**
     * The next state; the same when there is nothing to do.
     *
     * @param hosts what the certificate has to be for
     * @param trustedSince since when the configurations name {@code now.trusted()}; empty when they do not
     */
    Certificates next(Certificates state, Set<String> hosts, Optional<Instant> trustedSince, Instant now) {
        try {
            if (state.current().isEmpty() || now.isAfter(state.current().get().end())) {
                return begun(hosts, now);
            }
            KeyedCertificate current = state.current().get();
            if (state.next().isPresent()) {
                return trustedSince
                                .filter(since -> !now.isBefore(since.plus(trustDelay)))
                                .isPresent()
                        ? new Certificates(state.next(), Optional.empty(), state.trusted())
                        : state;
            }
            boolean old = !now.isBefore(current.end().minus(issuer.lifetime().dividedBy(LEFT_AT_RENEWAL)));
            if (!old && current.hosts().equals(new TreeSet<>(hosts))) {
                return state;
            }
            KeyedCertificate next = issuer.issue(hosts, now);
            return new Certificates(Optional.of(current), Optional.of(next), current.authority() + next.authority());
        } catch (GeneralSecurityException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("the certificate can't be read: a new one is made");
            return begun(hosts, now);
        }
    }

    private Certificates begun(Set<String> hosts, Instant now) {
        KeyedCertificate first = issuer.issue(hosts, now);
        try {
            return new Certificates(Optional.of(first), Optional.empty(), first.authority());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of our own can't be read", e);
        }
    }
}
