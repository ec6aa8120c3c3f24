package dev.gracefulshutdown.api;

/**
 * A rule that is not kept.
 *
 * @param path the field, for example {@code escalation[1].at}; empty for the whole
 * @param message what is wrong and what to do about it
 * @param found what stands there instead; may be empty
 */
public record Violation(String path, String message, String found) {
    Violation under(String parent) {
        return new Violation(join(parent, path), message, found);
    }

    private static String join(String parent, String path) {
        return path.isEmpty() || path.startsWith("[") ? parent + path : parent + "." + path;
    }
}
