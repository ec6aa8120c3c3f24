package dev.gracefulshutdown.profile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that a verification needs. Where one is missing the test is skipped and says which Debian package has it. */
final class Installed {
    private Installed() {}

    /** The program's path; skips the test when there is none. */
    static String program(String name, String debianPackage) {
        Optional<Path> found = Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed: apt-get install " + debianPackage);
        return found.orElseThrow().toString();
    }

    /** Debian keeps PostgreSQL's programs out of the path, by version. */
    static String postgres(String name) {
        Path versions = Path.of("/usr/lib/postgresql");
        Optional<Path> found = newest(versions, name);
        assumeTrue(found.isPresent(), name + " is not installed: apt-get install postgresql");
        return found.orElseThrow().toString();
    }

    private static Optional<Path> newest(Path versions, String name) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Servers that change their user need it. */
    static void asRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to start a server as another user");
    }
}
