package dev.gracefulshutdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of its own and what it has signed, by the JDK's keytool; good for nothing after the test. */
public final class Certificates {
    private static final String AUTHORITY = "ca";
    private static final String PASSWORD = "throw-away";

    private final Path folder;
    private final Path store;

    /** @param folder where keys may lie */
    public Certificates(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.store = folder.resolve("store.p12");
        keytool("-genkeypair", "-alias", AUTHORITY, "-dname", "CN=authority " + folder.getFileName(), "-ext", "bc:c");
    }

    /**
     * Signs one.
     *
     * @param options of {@code keytool -genkeypair} besides: {@code -ext san=ip:127.0.0.1}, {@code -startdate -2d}
     */
    public Certificates sign(String name, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-signer", AUTHORITY));
        arguments.addAll(List.of(options));
        keytool(arguments.toArray(String[]::new));
        return this;
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-keystore", store.toString(), "-storepass", PASSWORD));
        Command done = Command.of(command.toArray(String[]::new));
        assertThat(done.code()).as(done.output()).isZero();
    }

    /** A server that shows this certificate and takes whom the authority has signed. */
    public SSLContext server(String name) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(name, key(name), PASSWORD.toCharArray(), open().getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY, open().getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** As {@code DOCKER_CERT_PATH} wants them: {@code ca.pem}, and {@code cert.pem} and {@code key.pem} of one. */
    public Path client(String name) throws IOException, GeneralSecurityException {
        Path client = authority(name);
        Files.writeString(
                client.resolve("cert.pem"),
                pem("CERTIFICATE", open().getCertificate(name).getEncoded()));
        Files.writeString(
                client.resolve("key.pem"), pem("PRIVATE KEY", key(name).getEncoded()));
        return client;
    }

    /** {@code ca.pem} alone. */
    public Path authority(String name) throws IOException, GeneralSecurityException {
        Path client = Files.createDirectories(folder.resolve("pem-" + name));
        Certificate authority = open().getCertificate(AUTHORITY);
        Files.writeString(client.resolve("ca.pem"), pem("CERTIFICATE", authority.getEncoded()));
        return client;
    }

    private PrivateKey key(String name) throws IOException, GeneralSecurityException {
        return (PrivateKey) open().getKey(name, PASSWORD.toCharArray());
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }
}
