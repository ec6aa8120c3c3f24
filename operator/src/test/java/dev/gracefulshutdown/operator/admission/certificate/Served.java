package dev.gracefulshutdown.operator.admission.certificate;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that is served, and a caller that trusts nothing else. */
public record Served(SSLContext server, SSLContext caller) {
    public static Served once() throws Exception {
        ServedCertificate served = new ServedCertificate();
        KeyedCertificate certificate = new Issuer(Duration.ofHours(1)).issue(Set.of("127.0.0.1"), Instant.now());
        served.serve(certificate);
        return new Served(served.tls(), trusting(certificate.certificates().getLast()));
    }

    private static SSLContext trusting(X509Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
