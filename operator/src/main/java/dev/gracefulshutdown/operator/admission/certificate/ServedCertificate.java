package dev.gracefulshutdown.operator.admission.certificate;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are shown. It changes while the server runs; a handshake under way ends with the one
 * that it began with.
 */
public final class ServedCertificate extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServedCertificate.class);

    private record Loaded(KeyedCertificate source, X509Certificate[] chain, PrivateKey key) {}

    private final Map<String, Loaded> byAlias = new ConcurrentHashMap<>();
    private volatile @Nullable String present;

    /** TLS with whatever is served at the time. */
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** Whether there is any. */
    public boolean isThere() {
        return present != null;
    }

    /** Serves this one from now on; one that can't be read changes nothing. */
    void serve(KeyedCertificate certificate) {
        String before = present;
        Loaded old = before == null ? null : byAlias.get(before);
        if (old != null && old.source().equals(certificate)) {
            return;
        }
        try {
            X509Certificate[] chain = certificate.certificates().toArray(X509Certificate[]::new);
            String alias = chain[0].getSerialNumber().toString(16);
            byAlias.put(alias, new Loaded(certificate, chain, certificate.privateKey()));
            present = alias;
            // The one before stays for handshakes under way.
            byAlias.keySet().removeIf(a -> !a.equals(alias) && !a.equals(before));
            LOG.atInfo().addKeyValue("until", certificate.end()).log("serving a new certificate");
        } catch (GeneralSecurityException e) {
            LOG.atError().addKeyValue("error", e.getMessage()).log("a certificate that can't be read: not served");
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String alias = present;
        Loaded loaded = alias == null ? null : byAlias.get(alias);
        return loaded != null && loaded.key().getAlgorithm().equals(keyType) ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Loaded loaded = byAlias.get(alias);
        return loaded == null ? null : loaded.chain().clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Loaded loaded = byAlias.get(alias);
        return loaded == null ? null : loaded.key();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
