package dev.gracefulshutdown.operator.admission.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves what somebody else keeps in a folder, cert-manager for example; looked at every few seconds, for it is replaced. */
public final class CertificateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFolder.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Path folder;
    private final ServedCertificate served;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificate").daemon().factory());

    /** Serves {@code tls.crt} and {@code tls.key}, as soon as they are there. */
    public CertificateFolder(Path folder, ServedCertificate served) {
        this.folder = folder;
        this.served = served;
        var _ = clock.scheduleWithFixedDelay(this::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void look() {
        try {
            served.serve(new KeyedCertificate(
                    Files.readString(folder.resolve("tls.crt")), Files.readString(folder.resolve("tls.key"))));
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .addKeyValue("error", e.toString())
                    .log("no certificate there: looked for again");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
