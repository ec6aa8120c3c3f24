package dev.gracefulshutdown.profile;

import java.util.List;
import java.util.Optional;

/**
 * A process's argument vector, as {@code /proc/PID/cmdline} has it. Servers write their title over it, so the first
 * argument may be a whole sentence and the last ones empty.
 */
record CommandLine(List<String> arguments) {
    CommandLine {
        arguments = List.copyOf(arguments);
    }

    /** The first argument as it stands: {@code nginx: master process nginx -g daemon off;}. */
    String title() {
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /** The basename of the first argument's first word: {@code redis-server} of {@code /usr/bin/redis-server *:6379}. */
    String program() {
        String title = title();
        int space = title.indexOf(' ');
        return basename(space < 0 ? title : title.substring(0, space));
    }

    /** The basename of the first further argument that is no option: what an interpreter runs. */
    Optional<String> script() {
        return further().stream()
                .filter(argument -> !argument.isEmpty() && !argument.startsWith("-"))
                .map(CommandLine::basename)
                .findFirst();
    }

    /** All arguments but the first. */
    List<String> further() {
        return arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    }

    private static String basename(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
