package dev.gracefulshutdown.cli.local;

import dev.gracefulshutdown.host.ShutdownLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the state is kept unless told: as systemd says, then the system's place, then the user's (XDG). */
public final class StateFolder {
    private static final Path OF_THE_SYSTEM = Path.of("/var/lib");

    private StateFolder() {}

    static Path choose(Optional<Path> told, Map<String, String> environment) {
        return told.or(() -> set(environment, "STATE_DIRECTORY"))
                .or(() -> Optional.of(OF_THE_SYSTEM).filter(Files::isWritable).map(f -> f.resolve("graceful")))
                .or(() -> set(environment, "XDG_STATE_HOME").map(f -> f.resolve("graceful")))
                .orElseGet(() -> Path.of(
                        environment.getOrDefault("HOME", System.getProperty("java.io.tmpdir")),
                        ".local",
                        "state",
                        "graceful"));
    }

    /** Where records of earlier shutdowns can be read: the first such file of the places above. */
    public static Optional<Path> records(Map<String, String> environment) {
        return Stream.concat(
                        Stream.of(OF_THE_SYSTEM.resolve("graceful")),
                        Stream.of(
                                        set(environment, "XDG_STATE_HOME"),
                                        set(environment, "HOME").map(home -> home.resolve(".local/state")))
                                .flatMap(Optional::stream)
                                .map(folder -> folder.resolve("graceful")))
                .map(folder -> folder.resolve(ShutdownLines.FILE))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Optional<Path> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(v -> !v.isEmpty())
                .map(Path::of);
    }
}
