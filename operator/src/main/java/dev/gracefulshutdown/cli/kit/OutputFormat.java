package dev.gracefulshutdown.cli.kit;

import java.util.Locale;
import java.util.function.Consumer;

/** What a result is written as. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    JSON,
    YAML;

    /**
     * Writes a result to standard output.
     *
     * @param result as a program reads it: records, lists, maps; durations become {@code 10.1s}, signals and the ladder's
     *     words what the API says
     * @param forPeople writes the same for people
     */
    public void write(Terminal terminal, Object result, Consumer<Terminal> forPeople) {
        switch (this) {
            case TABLE -> forPeople.accept(terminal);
            case JSON -> terminal.out().println(Documents.json(result));
            case YAML -> terminal.out().print(Documents.yaml(result));
        }
        terminal.out().flush();
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
