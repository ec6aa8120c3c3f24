package dev.gracefulshutdown.operator.admission.certificate;

import java.util.Optional;

/**
 * What the replicas share.
 *
 * @param current what is served
 * @param next what will be, once every API server trusts it
 * @param trusted the authorities that API servers are told to trust, as PEM
 */
record Certificates(Optional<KeyedCertificate> current, Optional<KeyedCertificate> next, String trusted) {
    /** Nothing yet. */
    static final Certificates NONE = new Certificates(Optional.empty(), Optional.empty(), "");
}
