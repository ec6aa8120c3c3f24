package dev.gracefulshutdown.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Docker makes of {@code CMD node server.js}: {@code ["/bin/sh", "-c", "node server.js"]}, and how to undo it. */
final class ShellForm {
    private static final Pattern SHELL = Pattern.compile("(.*/)?(sh|bash|ash|dash)");

    /** One plain command, with nothing that only a shell understands. */
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@,+= -]*");

    private ShellForm() {}

    /** The script of {@code sh -c SCRIPT}; empty when the line is something else. */
    static Optional<String> script(List<String> line) {
        boolean is = line.size() >= 3
                && SHELL.matcher(line.get(0)).matches()
                && line.get(1).startsWith("-")
                && line.get(1).endsWith("c");
        return is ? Optional.of(line.get(2)) : Optional.empty();
    }

    /** The script's file, where a shell or the kernel runs one: {@code /entrypoint.sh}. */
    static Optional<String> file(List<String> argv) {
        return argv.stream()
                .limit(2)
                .filter(word -> word.endsWith(".sh") || word.endsWith("entrypoint"))
                .findFirst();
    }

    static boolean isSimple(String script) {
        return SIMPLE.matcher(script.strip()).matches();
    }

    /** As a Dockerfile has it: {@code ["node", "server.js"]}. */
    static String json(List<String> words) {
        return words.stream()
                .map(w -> "\"" + w.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    static List<String> words(String script) {
        return Arrays.asList(script.strip().split(" +"));
    }
}
