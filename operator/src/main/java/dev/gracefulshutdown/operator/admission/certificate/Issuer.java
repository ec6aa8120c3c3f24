package dev.gracefulshutdown.operator.admission.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates, each signed by an authority of its own, whose key is forgotten at once: nobody can ever sign another
 * one.
 */
final class Issuer {
    /** For clocks that go behind ours. */
    private static final Duration EARLIER = Duration.ofMinutes(10);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 128;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();

    Issuer(Duration lifetime) {
        this.lifetime = lifetime;
    }

    Duration lifetime() {
        return lifetime;
    }

    /** A new one for these names and addresses. */
    KeyedCertificate issue(Collection<String> hosts, Instant now) {
        try {
            KeyPair authority = keys();
            KeyPair own = keys();
            BigInteger serial = new BigInteger(SERIAL_BITS, random);
            X500Name issuer = new X500Name("CN=graceful-webhook-ca-" + serial.toString(16));
            X509CertificateHolder root = sign(
                    builder(issuer, serial, now, issuer, authority, authority)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)),
                    authority);
            X509CertificateHolder leaf = sign(
                    builder(
                                    issuer,
                                    serial.add(BigInteger.ONE),
                                    now,
                                    new X500Name("CN=graceful-webhook"),
                                    own,
                                    authority)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                            .addExtension(Extension.subjectAlternativeName, false, names(hosts)),
                    authority);
            return new KeyedCertificate(
                    pem(leaf) + pem(root),
                    KeyedCertificate.pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException("this JDK can't make a certificate", e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private JcaX509v3CertificateBuilder builder(
            X500Name issuer, BigInteger serial, Instant now, X500Name subject, KeyPair keys, KeyPair authority)
            throws GeneralSecurityException, CertIOException {
        var ids = new JcaX509ExtensionUtils();
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(EARLIER)),
                Date.from(now.plus(lifetime)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        ids.createAuthorityKeyIdentifier(authority.getPublic()));
        return builder;
    }

    private static X509CertificateHolder sign(org.bouncycastle.cert.X509v3CertificateBuilder builder, KeyPair authority)
            throws OperatorCreationException {
        return builder.build(new JcaContentSignerBuilder(SIGNATURE).build(authority.getPrivate()));
    }

    private static GeneralNames names(Collection<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(
                        ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static String pem(X509CertificateHolder certificate) throws java.io.IOException {
        return KeyedCertificate.pem("CERTIFICATE", certificate.getEncoded());
    }
}
