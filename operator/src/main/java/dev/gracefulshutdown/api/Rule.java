package dev.gracefulshutdown.api;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A rule about more than one field, in two languages: CEL, which the API server evaluates, and Java, for files and the
 * command line, where a CEL engine would take longer to start than everything else together. A test holds the two together.
 *
 * @param field the field that the API server names, relative to what the rule is about; empty for the whole
 * @param reason the API server's machine-readable reason
 * @param message what is wrong and what to do about it
 * @param cel true when the rule is kept
 * @param broken the paths of what breaks it, relative like {@code field}; empty when it is kept
 * @param found for what breaks it and its path: what stands there, which CEL's messages can't say; may be empty
 */
record Rule<T>(
        String field,
        Reason reason,
        String message,
        String cel,
        Function<T, Stream<String>> broken,
        BiFunction<T, String, String> found) {

    Rule(String field, Reason reason, String message, String cel, Function<T, Stream<String>> broken) {
        this(field, reason, message, cel, broken, (value, path) -> "");
    }

    /** Those that a CRD may name. */
    enum Reason {
        FIELD_VALUE_INVALID,
        FIELD_VALUE_FORBIDDEN,
        FIELD_VALUE_REQUIRED
    }

    /** What is wrong with a value. */
    Stream<Violation> check(T value) {
        return broken.apply(value).map(path -> new Violation(path, message, found.apply(value, path)));
    }

    /** The path of a field when it breaks a rule, nothing else. */
    static Stream<String> brokenBy(String field, boolean broken) {
        return broken ? Stream.of(field) : Stream.empty();
    }
}
