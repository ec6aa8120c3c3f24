package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.util.Optional;

/** Why two sides that speak TLS do not come together, in words; the JDK's are about paths and alerts. */
record TlsErrors(DockerEndpoint endpoint) {
    private static final String FILES = "ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH";

    /** @param text everything that the failure says, in lower case */
    Optional<DockerException> of(String text) {
        if (endpoint.tls().isEmpty()) {
            return Optional.empty();
        }
        if (text.contains("certificateexpired") || text.contains("certificatenotyetvalid")) {
            return Optional.of(failure(
                    Kind.INVALID,
                    "the engine's certificate has expired, or is not valid yet",
                    "renew it at the engine, or set this machine's clock"));
        }
        if (text.contains("doesn't match") || text.contains("peerunverified")) {
            return Optional.of(failure(
                    Kind.INVALID,
                    "the engine's certificate is for another host than "
                            + endpoint.url().getHost(),
                    "name the engine as its certificate does, or give it one with this name"));
        }
        if (text.contains("certpath")) {
            return Optional.of(failure(
                    Kind.INVALID,
                    "the engine's certificate is not trusted: no authority in ca.pem has signed it",
                    "put its authority into ca.pem; " + FILES + " belong together"));
        }
        // The engine looks at ours after we think that all is well, so its alert may be lost with the connection.
        if (text.contains("received fatal alert") && text.contains("certificate")) {
            return Optional.of(failure(
                    Kind.NOT_PERMITTED,
                    "the engine refuses our certificate, or wants one",
                    "put one that its authority has signed, and that has not expired, into cert.pem, its key into key.pem; "
                            + FILES + " belong together"));
        }
        return Optional.empty();
    }

    /** What may be the matter where the failure does not say: TLS was not asked for, or ended without a word. */
    String hint() {
        if (!"tcp".equals(endpoint.url().getScheme())) {
            return "";
        }
        return endpoint.tls().isEmpty()
                ? "; if it wants TLS, set DOCKER_TLS_VERIFY=1 and put " + FILES
                : "; it may have refused our certificate: see cert.pem, and the engine's log";
    }

    private DockerException failure(Kind kind, String what, String remedy) {
        return new DockerException(kind, endpoint.toString(), what, remedy);
    }
}
