package dev.gracefulshutdown.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster that kubectl would talk to, as far as it matters for whether one is there. */
record Kubeconfig(Path file) {
    private static final Pattern SERVER = Pattern.compile("\\bserver:\\s*[\"']?([^\"'\\s,}]+)");

    static Optional<Kubeconfig> find() {
        return Optional.ofNullable(System.getenv("KUBECONFIG"))
                .map(Path::of)
                .or(() -> Optional.of(Path.of(System.getProperty("user.home"), ".kube", "config")))
                .filter(Files::isReadable)
                .map(Kubeconfig::new);
    }

    Optional<String> missing() {
        Matcher server = SERVER.matcher(text());
        if (!server.find()) {
            return Optional.of(file + " names no server");
        }
        return Endpoint.of(server.group(1)).answers()
                ? Optional.empty()
                : Optional.of("no API server answers at " + server.group(1) + " of " + file);
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
