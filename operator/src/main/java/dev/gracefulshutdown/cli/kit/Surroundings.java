package dev.gracefulshutdown.cli.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the process runs, as far as output cares.
 *
 * @param outIsTerminal standard output is a terminal
 * @param errIsTerminal standard error is one
 * @param environment the environment variables
 */
public record Surroundings(boolean outIsTerminal, boolean errIsTerminal, Map<String, String> environment) {
    private static final int USUAL_WIDTH = 80;

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings real() {
        return new Surroundings(isTerminal(1), isTerminal(2), System.getenv());
    }

    /** No terminal, no environment: for tests and for output that a program reads. */
    public static Surroundings none() {
        return new Surroundings(false, false, Map.of());
    }

    /** A variable that is there and not empty. */
    boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /** A terminal that knows no escape sequences. */
    boolean dumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    /** Columns of the terminal; the launcher says them in {@code COLUMNS}. */
    int width() {
        return Optional.of(environment.getOrDefault("COLUMNS", ""))
                .filter(text -> text.matches("[1-9]\\d{0,3}"))
                .map(Integer::parseInt)
                .orElse(USUAL_WIDTH);
    }

    /** {@link java.io.Console} answers only for standard input and output together, so the descriptor itself is looked at. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException notLinux) {
            return Optional.ofNullable(System.console())
                    .filter(java.io.Console::isTerminal)
                    .isPresent();
        }
    }
}
