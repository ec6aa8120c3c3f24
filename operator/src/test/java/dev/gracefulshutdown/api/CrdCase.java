package dev.gracefulshutdown.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest that is to be accepted ({@code valid-*}) or refused ({@code invalid-*}), by our files' reader and by an API server
 * alike. A refused one says in its first lines why: {@code # expect:} is a part of our message, {@code # server:} of the API
 * server's where that is another one.
 */
record CrdCase(Path file, boolean valid, String yaml) {
    static final Path FOLDER = Path.of("src/test/resources/crd-cases");

    /** What people write in files. */
    private static final List<String> WRITTEN =
            List.of("gracefulshutdownpolicy", "clustergracefulshutdownpolicy", "shutdown");

    /** What agents alone write, and no file holds. */
    private static final List<String> REPORTED = List.of("nodeshutdownreport");

    static final List<String> KINDS =
            Stream.concat(WRITTEN.stream(), REPORTED.stream()).toList();

    /** Of the kinds that are read from files. */
    static Stream<CrdCase> all() {
        return of(WRITTEN);
    }

    private static Stream<CrdCase> of(List<String> kinds) {
        return kinds.stream().flatMap(kind -> list(FOLDER.resolve(kind))).map(CrdCase::read);
    }

    static Stream<CrdCase> allValid() {
        return all().filter(CrdCase::valid);
    }

    static Stream<CrdCase> allInvalid() {
        return all().filter(c -> !c.valid());
    }

    static Stream<CrdCase> allValidAtAServer() {
        return of(KINDS).filter(CrdCase::valid);
    }

    static Stream<CrdCase> allInvalidAtAServer() {
        return of(KINDS).filter(c -> !c.valid());
    }

    /** What our message contains. */
    String expected() {
        return header("expect").orElseThrow(() -> new IllegalStateException(file + " has no line # expect:"));
    }

    /** What the API server's message contains. */
    String expectedOfServer() {
        return header("server").orElseGet(this::expected);
    }

    private Optional<String> header(String name) {
        String start = "# " + name + ": ";
        return yaml.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    private static CrdCase read(Path file) {
        String name = file.getFileName().toString();
        if (!name.matches("(in)?valid-[a-z-]+\\.yaml")) {
            throw new IllegalStateException(file + " is named neither valid-*.yaml nor invalid-*.yaml");
        }
        try {
            return new CrdCase(file, name.startsWith("valid"), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return FOLDER.relativize(file).toString();
    }
}
