package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param url {@code unix:///path} or {@code tcp://host:port}
 * @param tls for TCP with TLS
 * @param source who said so: {@code DOCKER_HOST}, {@code context edge}
 */
public record DockerEndpoint(URI url, Optional<TlsFiles> tls, String source) {
    private static final String DEFAULT = "unix:///var/run/docker.sock";
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    /**
     * As the docker CLI names them: {@code ca.pem}, {@code cert.pem}, {@code key.pem}.
     *
     * @param verify whether the engine's certificate must be of a known authority; its host's name it has to bear in any case
     */
    public record TlsFiles(Path folder, boolean verify) {}

    /**
     * As the docker CLI chooses: the given address, else {@code DOCKER_HOST}, else the context of {@code DOCKER_CONTEXT} or
     * of its configuration, else the default socket
     * (<a href="https://docs.docker.com/engine/manage-resources/contexts/">Docker contexts</a>).
     *
     * @throws DockerException when what was chosen can't be used
     */
    public static DockerEndpoint find(Optional<String> explicit) {
        return find(explicit, System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }

    static DockerEndpoint find(Optional<String> explicit, Map<String, String> environment, Path home) {
        Path folder = set(environment, "DOCKER_CONFIG").map(Path::of).orElseGet(() -> home.resolve(".docker"));
        if (explicit.isPresent()) {
            return of(explicit.get(), environment, folder, "given");
        }
        Optional<String> fromEnvironment = set(environment, "DOCKER_HOST");
        if (fromEnvironment.isPresent()) {
            return of(fromEnvironment.get(), environment, folder, "DOCKER_HOST");
        }
        CliContexts contexts = new CliContexts(folder);
        return set(environment, "DOCKER_CONTEXT")
                .or(contexts::current)
                .filter(name -> !name.equals("default"))
                .map(contexts::endpoint)
                .orElseGet(() -> of(DEFAULT, environment, folder, "default"));
    }

    private static DockerEndpoint of(String address, Map<String, String> environment, Path folder, String source) {
        boolean verify = set(environment, "DOCKER_TLS_VERIFY").isPresent();
        boolean encrypted = verify || set(environment, "DOCKER_TLS").isPresent();
        Path files = set(environment, "DOCKER_CERT_PATH").map(Path::of).orElse(folder);
        return of(address, encrypted ? Optional.of(new TlsFiles(files, verify)) : Optional.empty(), source);
    }

    /**
     * A given one.
     *
     * @param address {@code unix:///path} or {@code tcp://host:port}
     * @param tls for TCP with TLS
     * @param source who said so, for messages
     * @throws DockerException when it is no address of an engine
     */
    public static DockerEndpoint of(String address, Optional<TlsFiles> tls, String source) {
        URI url = parse(address, source);
        return switch (Objects.requireNonNullElse(url.getScheme(), "")) {
            case "unix" -> new DockerEndpoint(url, Optional.empty(), source);
            case "tcp", "http", "https" -> new DockerEndpoint(withPort(url, tls.isPresent()), tls, source);
            case "ssh" ->
                throw invalid(
                        address,
                        source,
                        "SSH is not spoken here",
                        "forward the socket, ssh -N -L /tmp/docker.sock:/var/run/docker.sock "
                                + Objects.requireNonNullElse(url.getAuthority(), "HOST")
                                + ", and name unix:///tmp/docker.sock");
            default ->
                throw invalid(
                        address,
                        source,
                        "not an engine's address",
                        "write unix:///var/run/docker.sock or tcp://host:2376");
        };
    }

    private static URI parse(String address, String source) {
        try {
            return URI.create(address.startsWith("/") ? "unix://" + address : address);
        } catch (IllegalArgumentException e) {
            throw invalid(
                            address,
                            source,
                            "not an engine's address",
                            "write unix:///var/run/docker.sock or tcp://host:2376")
                    .because(e);
        }
    }

    private static URI withPort(URI url, boolean encrypted) {
        int port = url.getPort() != -1 ? url.getPort() : encrypted ? TLS_PORT : PLAIN_PORT;
        return URI.create("tcp://" + url.getHost() + ":" + port + Objects.requireNonNullElse(url.getRawPath(), ""));
    }

    private static DockerException invalid(String address, String source, String what, String remedy) {
        return new DockerException(Kind.INVALID, address + " (" + source + ")", what, remedy);
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }

    /** For messages: {@code unix:///var/run/docker.sock (default)}. */
    @Override
    public String toString() {
        return url + " (" + source + ")";
    }
}
