package dev.gracefulshutdown.runtime.docker;

import com.github.dockerjava.transport.SSLConfig;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * For a socket file, which never speaks TLS. The transport wants a context all the same, and its own default one reads every
 * certificate authority of the JDK: a tenth of a second before the first signal.
 */
final class NoTls implements SSLConfig {
    @Override
    public SSLContext getSSLContext() {
        try {
            SSLContext nobodyIsTrusted = SSLContext.getInstance("TLS");
            nobodyIsTrusted.init(null, new TrustManager[0], null);
            return nobodyIsTrusted;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
