package dev.gracefulshutdown.operator.status;

import java.util.Objects;

/** What an exception says in the end. */
public final class Messages {
    private Messages() {}

    /** The innermost cause's message; its type where it has none. */
    public static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.toString());
    }
}
