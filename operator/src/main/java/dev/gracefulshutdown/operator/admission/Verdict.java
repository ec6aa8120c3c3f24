package dev.gracefulshutdown.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What is answered. */
public sealed interface Verdict {
    /** It may be so. */
    static Verdict allowed() {
        return new Allowed(List.of());
    }

    /**
     * It may be so.
     *
     * @param warnings for the author; kubectl prints them
     */
    record Allowed(List<String> warnings) implements Verdict {
        public Allowed {
            warnings = List.copyOf(warnings);
        }
    }

    /** It may be so with these changes (RFC 6902). */
    record Patched(JsonNode patch) implements Verdict {}

    /**
     * It may not be so.
     *
     * @param message which field, why, and what to do
     */
    record Denied(String message) implements Verdict {}
}
