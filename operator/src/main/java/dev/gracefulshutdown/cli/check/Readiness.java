package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.runtime.Container;
import java.util.List;

/** When the container counts as ready. Asked again and again until it does. */
interface Readiness {
    /** Whether it is. */
    boolean now(TestContainer container, Container processes);

    /** What is waited for: {@code "port 80 to listen"}. */
    String words();

    /** By what people wrote: a number is a port, anything else a command. */
    static Readiness of(String text) {
        return text.matches("\\d{1,5}") ? new PortListens(Integer.parseInt(text)) : new CommandSucceeds(text);
    }

    /** A command in the container exits with 0. Several words are for its shell. */
    record CommandSucceeds(String command) implements Readiness {
        @Override
        public boolean now(TestContainer container, Container processes) {
            return container.runs(command.contains(" ") ? List.of("sh", "-c", command) : List.of(command));
        }

        @Override
        public String words() {
            return "\"" + command + "\" to succeed";
        }
    }
}
