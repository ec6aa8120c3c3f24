package dev.gracefulshutdown.operator.admission.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A certificate with its key, as PEM.
 *
 * @param chain the certificate, then those that signed it
 * @param key PKCS #8
 */
record KeyedCertificate(String chain, String key) {
    /** Never into a log. */
    @Override
    public String toString() {
        return "a certificate and its key";
    }

    /** @throws GeneralSecurityException for what is no PEM of certificates */
    List<X509Certificate> certificates() throws GeneralSecurityException {
        return read(chain);
    }

    static List<X509Certificate> read(String pem) throws GeneralSecurityException {
        Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
        return all.stream().map(X509Certificate.class::cast).toList();
    }

    /** @throws GeneralSecurityException for what is no key of that kind */
    PrivateKey privateKey() throws GeneralSecurityException {
        String base64 = key.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        String algorithm = certificates().getFirst().getPublicKey().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no PEM of a PKCS #8 key", e);
        }
    }

    /** The authority at its end, as PEM. */
    String authority() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificates().getLast().getEncoded());
    }

    Instant end() throws GeneralSecurityException {
        return certificates().getFirst().getNotAfter().toInstant();
    }

    /** The names and addresses that it is for. */
    Set<String> hosts() throws GeneralSecurityException {
        Set<String> hosts = new TreeSet<>();
        for (List<?> name : Objects.requireNonNullElse(
                certificates().getFirst().getSubjectAlternativeNames(), List.<List<?>>of())) {
            hosts.add(name.get(1).toString());
        }
        return hosts;
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
