package dev.gracefulshutdown.diagnosis;

import java.util.List;

/**
 * One thing to do.
 *
 * @param kind what is changed
 * @param words a sentence
 * @param lines to be copied; may be empty
 */
public record Advice(Kind kind, String words, List<String> lines) {
    /** What is changed. */
    public enum Kind {
        /** The script that starts the server. */
        SCRIPT("Script", "exec in the entrypoint"),
        /** {@code CMD} or {@code ENTRYPOINT} of the Dockerfile. */
        JSON_FORM("JsonForm", "CMD in JSON form"),
        /** An init in front. */
        INIT("Init", "--init"),
        /** A trap in the shell script. */
        TRAP("Trap", "a trap that passes it on"),
        /** A handler in the program. */
        HANDLER("Handler", "a handler in the program"),
        STOP_SIGNAL("StopSignal", "another STOPSIGNAL"),
        /** The engine's timeout. */
        TIMEOUT("Timeout", "stop_grace_period"),
        /** A policy of this project. */
        POLICY("Policy", "a policy"),
        /** Look again, later or from elsewhere. */
        LOOK_AGAIN("LookAgain", "look again"),
        /** Steps before the stop. */
        BEFORE("Before", "stop the services first");

        private final String label;
        private final String brief;

        Kind(String label, String brief) {
            this.label = label;
            this.brief = brief;
        }

        /** As it stands in documents. */
        public String label() {
            return label;
        }

        /** Few words, for a table. */
        public String brief() {
            return brief;
        }
    }

    public Advice {
        lines = List.copyOf(lines);
    }

    /** What a table has room for: the line to copy where there is just one, else few words. */
    public String brief() {
        boolean copied = kind != Kind.POLICY && kind != Kind.LOOK_AGAIN;
        return lines.size() == 1 && copied ? lines.getFirst() : kind.brief();
    }
}
