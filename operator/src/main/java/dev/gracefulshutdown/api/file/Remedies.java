package dev.gracefulshutdown.api.file;

import java.util.Collection;

/** What to do about a value or a field that is not known. */
final class Remedies {
    private Remedies() {}

    /** For a value out of a closed set. */
    static String oneOf(String word, Collection<String> allowed) {
        String list = "allowed: " + String.join(", ", allowed);
        return DidYouMean.of(word, allowed)
                .map(meant -> "did you mean " + meant + "? " + list)
                .orElse(list);
    }

    /** For a field of an object. */
    static String field(String name, Collection<String> known) {
        if (name.equals("<<")) {
            return "YAML 1.2 has no merge keys: use an alias for a whole value, or repeat the fields";
        }
        return DidYouMean.of(name, known)
                .map(meant -> "did you mean " + meant + "?")
                .orElse("known here: " + String.join(", ", known));
    }
}
