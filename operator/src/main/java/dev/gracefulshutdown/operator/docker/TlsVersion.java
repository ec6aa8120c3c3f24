package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Which version of its TLS files an endpoint has, so that a renewed certificate is seen. */
final class TlsVersion {
    private static final List<String> FILES = List.of("ca.pem", "cert.pem", "key.pem");

    private TlsVersion() {}

    /** A checksum of each file that can be read. */
    static Map<String, Long> of(DockerEndpoint endpoint) {
        Map<String, Long> version = new HashMap<>();
        endpoint.tls()
                .ifPresent(tls -> FILES.forEach(name -> {
                    Path file = tls.folder().resolve(name);
                    if (Files.isReadable(file)) {
                        version.put(name, checksum(file));
                    }
                }));
        return version;
    }

    /** One that is being replaced right now has another one soon. */
    private static long checksum(Path file) {
        CRC32 sum = new CRC32();
        try {
            sum.update(Files.readAllBytes(file));
        } catch (IOException e) {
            return 0;
        }
        return sum.getValue();
    }
}
