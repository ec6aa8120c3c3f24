package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The policies of the second round, as they were written.
 *
 * @param name the file's
 */
record PolicyText(String name, String yaml) {
    private static final String OURS = "policies.yaml";

    /** Of the file, or of the demo itself. A file with mistakes is a problem, and nobody is stopped then. */
    static PolicyText of(Optional<Path> file) {
        return file.map(PolicyText::read).orElseGet(PolicyText::ours);
    }

    private static PolicyText read(Path file) {
        InvalidFiles.check(ResourceFiles.read(file).problems());
        if (Files.isDirectory(file)) {
            throw Problem.invalid(file.toString(), "is a folder", "name one file; it may hold many policies");
        }
        try {
            return new PolicyText(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PolicyText ours() {
        try (InputStream in = Objects.requireNonNull(PolicyText.class.getResourceAsStream(OURS))) {
            return new PolicyText("the demo's own", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<GracefulShutdownPolicy> policies() {
        return ResourceFiles.parse(Path.of(name), yaml).policies();
    }
}
