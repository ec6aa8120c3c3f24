package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.UnknownProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies of the second round, as they were written.
 *
 * @param name the file's
 */
record PolicyText(String name, String yaml, List<Document<?>> documents) {
    private static final String OWN = "the demo's own";
    private static final String RESOURCE = "policies.yaml";

    PolicyText {
        documents = List.copyOf(documents);
    }

    /** Of the file, or of the demo itself. A file with mistakes is a problem, and nobody is stopped then. */
    static PolicyText of(Optional<Path> file) {
        return file.map(PolicyText::read).orElseGet(PolicyText::ours);
    }

    private static PolicyText read(Path file) {
        Loaded loaded = ResourceFiles.read(file);
        InvalidFiles.check(Stream.concat(
                        loaded.problems().stream(), loaded.documents().stream().flatMap(UnknownProfiles::in))
                .toList());
        if (Files.isDirectory(file)) {
            throw Problem.invalid(file.toString(), "is a folder", "name one file; it may hold many policies");
        }
        try {
            return new PolicyText(file.toString(), Files.readString(file), loaded.documents());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PolicyText ours() {
        try (InputStream in = Objects.requireNonNull(PolicyText.class.getResourceAsStream(RESOURCE))) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new PolicyText(
                    OWN, yaml, ResourceFiles.parse(Path.of(OWN), yaml).documents());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isOurs() {
        return name.equals(OWN);
    }
}
