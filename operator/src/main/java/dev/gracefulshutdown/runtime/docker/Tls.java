package dev.gracefulshutdown.runtime.docker;

import com.github.dockerjava.transport.SSLConfig;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint.TlsFiles;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS with the docker CLI's files (<a href="https://docs.docker.com/engine/security/protect-access/">Docker</a>). */
final class Tls implements SSLConfig {
    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;

    Tls(TlsFiles files) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys(files.folder()), trust(files), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new DockerException(
                            Kind.INVALID,
                            files.folder().toString(),
                            "TLS files can't be used: " + e.getMessage(),
                            "put ca.pem, cert.pem and key.pem there, or name their folder in DOCKER_CERT_PATH")
                    .because(e);
        }
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }

    private static KeyManager @Nullable [] keys(Path folder) throws IOException, GeneralSecurityException {
        Path certificate = folder.resolve("cert.pem");
        if (!Files.exists(certificate)) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = PemFiles.certificates(certificate).toArray(Certificate[]::new);
        store.setKeyEntry("client", PemFiles.key(folder.resolve("key.pem")), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(TlsFiles files) throws IOException, GeneralSecurityException {
        if (!files.verify()) {
            return new TrustManager[] {new Anybody()};
        }
        Path authority = files.folder().resolve("ca.pem");
        if (!Files.exists(authority)) {
            return null;
        }
        KeyStore store = empty();
        int n = 0;
        for (Certificate certificate : PemFiles.certificates(authority)) {
            store.setCertificateEntry("ca-" + n++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** What {@code DOCKER_TLS} without {@code DOCKER_TLS_VERIFY}, or a context's {@code SkipTLSVerify}, asks for. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
