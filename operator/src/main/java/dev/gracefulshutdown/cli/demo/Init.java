package dev.gracefulshutdown.cli.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An init that this host has: a program that is PID 1 for another's sake and passes signals on.
 *
 * @param path where it is
 */
record Init(Path path) {
    /** Those that take a command behind {@code --}. */
    private static final List<String> NAMES = List.of("tini", "docker-init", "dumb-init", "catatonit");

    /** What to do where there is none. */
    static final String REMEDY = "apt-get install tini (or dumb-init, or catatonit)";

    static Optional<Init> found() {
        return NAMES.stream().flatMap(Init::onPath).findFirst().map(Init::new);
    }

    private static Stream<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    List<String> inFrontOf(List<String> command) {
        return Stream.concat(Stream.of(path.toString(), "--"), command.stream()).toList();
    }
}
